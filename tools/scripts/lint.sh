#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# clang-tidy over the given sources, over those that differ from HEAD, or over all.
set -euo pipefail
usage() {
  cat <<'T'
tools/dev lint [--all | FILE…]

clang-tidy, with the checks of .clang-tidy, over the sources named, over those that differ from HEAD, or over all of src, modules and
tools (about an hour of processor time). Needs build/release to be configured. Leaves with 1 if there is a finding.
T
}
files=()
case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  --all) mapfile -t files < <(find src modules tools -name '*.cpp') ;;
  "") mapfile -t files < <(git diff --name-only --diff-filter=d HEAD -- '*.cpp') ;;
  *) files=("$@") ;;
esac
[ ${#files[@]} -gt 0 ] || { echo "nothing changed; name the files to look at"; exit 0; }
[ -f build/release/compile_commands.json ] || { echo "lint: build/release is not configured (tools/dev build)" >&2; exit 2; }
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/release --quiet --warnings-as-errors='*' 2> >(grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed|^Use -header' >&2)
