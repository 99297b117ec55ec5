#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks file sizes: none over 800 lines, nine of ten at most 400, median at most 120; a grammar header at most 150.

Exempt files stand in tools/scripts/size_exemptions.txt with their present size; an entry that is no longer needed, or whose file
has grown, is an error: the list only shrinks."""
import pathlib
import statistics
import sys


def main():
    if "--help" in sys.argv:
        print(__doc__)
        return
    top = pathlib.Path(__file__).resolve().parents[2]
    exempt = {}
    for line in (top / "tools/scripts/size_exemptions.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, size = line.split()
            exempt[name] = int(size)
    sizes, wrong = {}, []
    for root in ("src", "modules", "grammar", "tools", "tests"):
        for path in sorted((top / root).rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".py", ".sh") and path.is_file():
                sizes[str(path.relative_to(top))] = len(path.read_text(errors="replace").splitlines())
    for name, size in sizes.items():
        limit = 150 if name.startswith("grammar/") else 800
        if name in exempt:
            if size > exempt[name]:
                wrong.append(f"{name}: {size} lines, more than its exemption of {exempt[name]}")
            elif size <= limit:
                wrong.append(f"{name}: no longer needs its exemption; take it out of the list")
        elif size > limit:
            wrong.append(f"{name}: {size} lines, {limit} are allowed: split it")
    wrong += [f"{name}: exempt, but there is no such file" for name in exempt if name not in sizes]
    ordered = sorted(sizes.values())
    median, p90 = statistics.median(ordered), ordered[int(len(ordered) * 0.9)]
    if median > 120:
        wrong.append(f"the median file has {median} lines, 120 are allowed")
    if p90 > 400:
        wrong.append(f"one file in ten has {p90} lines or more, 400 are allowed")
    print(f"sizes: {len(ordered)} files, median {median:g}, nine of ten at most {p90}, largest {ordered[-1]}")
    if wrong:
        print("\n".join(wrong))
        sys.exit(1)


main()
