#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# Configures and builds one preset: build.sh PRESET [TARGET…]. Says what it does and how long it took.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
preset=${1:-release}
shift || true
start=$SECONDS
log=build/$preset.log
mkdir -p build
if [ ! -f "build/$preset/build.ninja" ]; then
  echo "Configuring build/$preset"
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
echo "Building build/$preset"
if [ -t 1 ]; then
  cmake --build "build/$preset" ${*:+--target "$@"} || exit 1
else
  cmake --build "build/$preset" ${*:+--target "$@"} >"$log" 2>&1 || { grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" | head -n 80 >&2; exit 1; }
fi
echo "Built in $((SECONDS - start)) s: build/$preset/bin"
