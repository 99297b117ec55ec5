#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# clang-format over the lines that were changed, or over all C++ sources.
set -euo pipefail
usage() {
  cat <<'T'
tools/dev fmt [--check] [--all] [COMMIT]

Formats the C++ lines that differ from COMMIT (HEAD), as .clang-format says. Tables laid out by hand stay as they are.
  --check  change nothing; show what would change, and leave with 1 if there is something
  --all    all lines of all sources
T
}
check=no all=no commit=HEAD
for word in "$@"; do
  case "$word" in
    --check) check=yes ;;
    --all) all=yes ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) commit=$word ;;
  esac
done
if [ $all = yes ]; then
  mode=-i
  [ $check = no ] || mode="--dry-run --Werror"
  # shellcheck disable=SC2086
  find src modules grammar tools tests etc -name '*.[ch]pp' -print0 | xargs -0 -n 40 clang-format $mode
elif [ $check = yes ]; then
  said=$(git clang-format --diff --extensions cpp,hpp "$commit" || true)
  case "$said" in "" | "no modified files to format" | "clang-format did not modify any files") exit 0 ;; esac
  printf '%s\n' "$said"
  exit 1
else
  git clang-format --force --extensions cpp,hpp "$commit"
fi
