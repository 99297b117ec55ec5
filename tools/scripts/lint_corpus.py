#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs kukini-lint on a folder of real configurations: how often each rule speaks, and a random sample of what it says, to be judged by hand.

The folder holds mains.tsv (first column: path of a main file, below configs/) and configs/; a folder without mains.tsv: every *.cfg in it is linted.
"""
import argparse
import collections
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# So that codes with a thousand findings do not fill a sample.
MOST_OF_ONE_CODE = 6


def shared():
    if "KUKINI_SHARED" in os.environ:
        return pathlib.Path(os.environ["KUKINI_SHARED"])
    return next((p / "shared" for p in ROOT.parents if (p / "shared/corpus").is_dir()), ROOT / "shared")


def linter():
    return pathlib.Path(os.environ.get("KUKINI_BIN", ROOT / "build/release/bin")) / "kukini-lint"


def mains(folder):
    """(folder the paths are below, paths)"""
    table = folder / "mains.tsv"
    if not table.exists():
        return folder, sorted(str(p.relative_to(folder)) for p in folder.rglob("*.cfg") if p.is_file())
    with open(table, newline="", encoding="utf-8") as lines:
        return folder / "configs", [row["path"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def lint(folder, path, *options):
    """(exit code, findings, stderr) of one main file, linted in its own folder; 'path' of a finding is below `folder`."""
    where = folder / pathlib.Path(path).parent
    done = subprocess.run([str(linter()), "--no-config", "--format", "json", *options, pathlib.Path(path).name], cwd=where, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, errors="replace", timeout=60)
    found = json.loads(done.stdout) if done.returncode in (0, 1) else []
    for finding in found:
        finding["main"] = path
        finding["path"] = os.path.relpath(os.path.normpath(where / finding["file"]), folder)
    return done.returncode, found, done.stderr


def run(folder):
    """(findings of all mains, runs that ended in another way than 0 or 1, seconds)"""
    base, paths = mains(folder)
    everything, failed, begin = [], [], time.monotonic()
    for path in paths:
        code, found, err = lint(base, path)
        everything += found
        if code not in (0, 1):
            failed.append(f"{path}: exit {code}: {err.strip()[-300:]}")
    return everything, failed, time.monotonic() - begin


def per_rule(found):
    """[(code, findings, mains)], most first."""
    count, where = collections.Counter(), collections.defaultdict(set)
    for f in found:
        count[f["code"]] += 1
        where[f["code"]].add(f["main"])
    return [(code, n, len(where[code])) for code, n in count.most_common()]


def sample(found, number, seed):
    """Random findings, a place only once (files are included by several mains), at most MOST_OF_ONE_CODE of one code."""
    places = {(f["path"], f["line"], f["column"], f["code"]): f for f in found}
    order = [places[key] for key in sorted(places)]
    random.Random(seed).shuffle(order)
    taken, chosen = collections.Counter(), []
    for f in order:
        if len(chosen) < number and taken[f["code"]] < MOST_OF_ONE_CODE:
            taken[f["code"]] += 1
            chosen.append(f)
    return sorted(chosen, key=lambda f: (f["path"], f["line"], f["column"]))


def main():
    parser = argparse.ArgumentParser(prog="tools/dev lint-corpus", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=shared() / "corpus", metavar="FOLDER", help="default: $KUKINI_SHARED/corpus")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N random findings, too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--code", action="append", default=[], help="print all findings of this code")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"skipped: there is no folder {given.folder}")
        return 0
    if not linter().exists():
        print(f"{linter()} is missing: tools/dev build release kukini-lint", file=sys.stderr)
        return 2
    found, failed, seconds = run(given.folder)
    for code, n, files in per_rule(found):
        print(f"{n:6} {files:4} {code}")
    number = len(mains(given.folder)[1])
    print(f"{len(found)} findings of {len(per_rule(found))} codes in {number} configurations, {seconds:.2f} s together"
          f" (columns: findings, configurations, code)")
    for f in [f for f in found if f["code"] in given.code] + (sample(found, given.sample, given.seed) if given.sample else []):
        print(f"{f['path']}:{f['line']}:{f['column']}: {f['code']}: {f['message']}" + (f" ({f['hint']})" if f["hint"] else ""))
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
