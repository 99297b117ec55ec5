#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints what was skipped and why, and the closing line of a test run, from ctest's JUnit file."""
import re
import sys
import xml.etree.ElementTree as ET


def main():
    path, ctest_rc = sys.argv[1], int(sys.argv[2])
    try:
        suite = ET.parse(path).getroot()
    except (OSError, ET.ParseError) as e:
        sys.exit(f"no test results in {path}: {e}")
    passed = failed = skipped = 0
    for case in suite.iter("testcase"):
        text = case.findtext("system-out") or ""
        status = case.get("status")
        inner = re.findall(r"^\[  (PASSED|SKIPPED|FAILED)[ ]* \] (\d+) test", text, re.M)
        counts = dict.fromkeys(("PASSED", "SKIPPED", "FAILED"), 0)
        for kind, n in inner:
            counts[kind] += int(n)
        if status == "run":
            passed += max(1, counts["PASSED"])
            skipped += counts["SKIPPED"]
        elif status == "fail":
            failed += max(1, counts["FAILED"])
            passed += counts["PASSED"]
            skipped += counts["SKIPPED"]
        else:
            skipped += 1
        for line in re.findall(r"(?:^.*: Skipped\n(.+)|^SKIP(?:PED)?: (.+))", text, re.M):
            print(f"skipped in {case.get('name')}: {line[0] or line[1]}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or ctest_rc else 0)


main()
