#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the fuzzers with clang and runs them.
set -uo pipefail
usage() {
  cat <<'T'
tools/dev fuzz [--seconds N] [--fresh] [--no-build] [NAME…]

Builds the fuzzers (clang) and runs those named, or each in turn: sip, lang, pv, lint.
  --seconds N   for how long each is run (60)
  --fresh       forget the inputs of earlier runs
  --no-build    run the fuzzers as they are built
They begin with what tests/fuzz/inputs.py collects; their own inputs are kept in build/fuzz/corpus/NAME, logs in build/fuzz/NAME.log.
An input that crashes, leaks, takes more than 5 s or 2 GB is left in build/fuzz/found/ and the exit code is 1; to make it small:
  build/fuzz/bin/fuzz_NAME -minimize_crash=1 -max_total_time=60 FILE
A mended one belongs into tests/fuzz/inputs/NAME/: every test run replays these.
T
}
seconds=60 fresh=no build=yes names=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?--seconds N}; shift ;;
    --fresh) fresh=yes ;;
    --no-build) build=no ;;
    -h|--help) usage; exit 0 ;;
    sip|lang|pv|lint) names+=("$1") ;;
    *) echo "fuzz: what is '$1'?" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] || names=(sip lang pv lint)
command -v clang++ >/dev/null || { echo "fuzz: clang++ is missing: apt-get install clang" >&2; exit 1; }
[ $build = no ] || tools/scripts/build.sh fuzz "${names[@]/#/fuzz_}" || exit 1
mkdir -p build/fuzz/found
python3 tests/fuzz/inputs.py build/fuzz/inputs "${names[@]}" || exit 1
failed=0
for name in "${names[@]}"; do
  corpus=build/fuzz/corpus/$name
  [ $fresh = no ] || rm -rf "$corpus"
  mkdir -p "$corpus"
  echo "fuzz_$name for $seconds s"
  "build/fuzz/bin/fuzz_$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 -dict="build/fuzz/inputs/$name.dict" \
    -artifact_prefix="build/fuzz/found/$name-" "$corpus" "build/fuzz/inputs/$name" >"build/fuzz/$name.log" 2>&1 || {
    failed=1
    grep -aE '^(==|SUMMARY|ALARM|artifact)|ERROR: |runtime error|    #[0-9] ' "build/fuzz/$name.log" | tail -n 30 >&2
  }
  grep -aE '^#[0-9]+.*(DONE|pulse|NEW|REDUCE|RELOAD)' "build/fuzz/$name.log" | tail -n 1
  grep -aE 'stat::(number_of_executed_units|slowest_unit_time_sec|peak_rss_mb)' "build/fuzz/$name.log"
done
exit $failed
