#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# clang-format over all C++ sources; --check only tells which files would change.
set -euo pipefail
mode=-i
[ "${1:-}" = --check ] && mode="--dry-run --Werror"
find src modules grammar tools tests etc -name '*.[ch]pp' -print0 | xargs -0 -n 40 clang-format $mode
