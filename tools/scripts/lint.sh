#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# clang-tidy over the given sources, or over those that differ from HEAD.
set -euo pipefail
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(git diff --name-only HEAD -- '*.cpp')
[ ${#files[@]} -gt 0 ] || { echo "nothing changed; name the files to look at"; exit 0; }
exec clang-tidy -p build/release --quiet "${files[@]}"
