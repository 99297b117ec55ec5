#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz.sh [NAME] [SECONDS]: builds the fuzzers with clang and runs one, or each in turn, for a time (60 s). Findings stay in build/fuzz/found.
set -euo pipefail
if [ "${1:-}" = --help ]; then sed -n 4p "$0"; exit 0; fi
command -v clang++ >/dev/null || { echo "fuzz: clang++ is missing: apt-get install clang" >&2; exit 1; }
tools/scripts/build.sh fuzz fuzz_sip fuzz_lang fuzz_lint
name=${1:-} seconds=${2:-60}
mkdir -p build/fuzz/found
for program in build/fuzz/bin/fuzz_*; do
  short=${program##*/fuzz_}
  [ -z "$name" ] || [ "$name" = "$short" ] || continue
  mkdir -p "build/fuzz/corpus/$short"
  echo "$short for $seconds s"
  "$program" -max_total_time="$seconds" -timeout=5 -artifact_prefix=build/fuzz/found/ "build/fuzz/corpus/$short" 2>build/fuzz/$short.log || {
    tail -n 20 "build/fuzz/$short.log" >&2
    exit 1
  }
  tail -n 1 "build/fuzz/$short.log"
done
