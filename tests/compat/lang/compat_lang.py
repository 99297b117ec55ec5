#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generated expressions and fragments through Debian's Kamailio and through Kukini; prints what differs, made small.

tools/dev compat-lang --seed 7 --count 20000 [--family expr|transform|store|flow|format|program|arith]
tools/dev compat-lang --seed 7 --case expr:123        that one case
tools/dev compat-lang --written [FILE]                the hand-written ones"""
import argparse
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import batch  # noqa: E402
import compare  # noqa: E402
import families  # noqa: E402
import gen_expr  # noqa: E402
import written  # noqa: E402


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--count", type=int, default=2000)
    parse.add_argument("--family", choices=list(families.FAMILIES))
    parse.add_argument("--case", help="FAMILY:NUMBER")
    parse.add_argument("--written", nargs="?", const="", help="the hand-written cases (of one file), not the generated ones")
    parse.add_argument("--pairs", action="store_true", help="every operator on every two kinds of value")
    parse.add_argument("--show", type=int, default=10, help="how many differences are made small and shown")
    asked = parse.parse_args()
    if not os.access(batch.KAMAILIO, os.X_OK):
        print("skipped: kamailio is not installed")
        return 77
    if asked.case:
        family, _, index = asked.case.partition(":")
        cases = [families.one(asked.seed, family, int(index))]
    elif asked.written is not None:
        cases = [c for c in written.all_cases() if asked.written in c.where]
    elif asked.pairs:
        cases = list(gen_expr.pairs())
    else:
        cases = families.some(asked.seed, asked.count, asked.family)
    begin, accepted = time.monotonic(), compare.Accepted()
    found, crashed = compare.differences(cases, accepted)
    shown = set()
    for d in found:
        if len(shown) >= asked.show:
            break
        small = compare.minimised(d, accepted)
        if small.case.body() in shown:
            continue
        shown.add(small.case.body())
        print(small)
        if d.case.where and ".cases" not in d.case.where:
            print(f"    again:    tools/dev compat-lang --seed {asked.seed} --case {d.case.where}")
    print(f"{len(cases)} cases, {len(found)} differ, {sum(accepted.used)} accepted, Kamailio crashed on {crashed}; {time.monotonic() - begin:.1f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
