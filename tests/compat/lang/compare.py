# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Both servers on the same cases; what differs, made as small as possible; the table of accepted differences."""
import csv
import dataclasses
import pathlib
import re

import batch

HERE = pathlib.Path(__file__).resolve().parent
PER_START = 4000


@dataclasses.dataclass
class Difference:
    case: object
    kamailio: list
    kukini: list

    def __str__(self):
        where = f"{self.case.where} " if self.case.where else ""
        message = f" (message {self.case.message})" if self.case.message != "plain" else ""
        return f"{where}{self.case.family}{message}: {self.case.shown()}\n    Kamailio: {self.kamailio}\n    Kukini:   {self.kukini}"


class Accepted:
    """accepted.tsv: family, regular expressions that the body, Kamailio's and Kukini's result must contain, and the most cases of the
    test's run that the row may stand for: a row that matches more hides something."""

    def __init__(self):
        self.rows = list(csv.DictReader(open(HERE / "accepted.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE))
        self.used = [0] * len(self.rows)

    def complaints(self):
        """What is wrong with the table after all cases of the test have been seen."""
        out = [f"there is no such difference any more: {row}" for row, used in zip(self.rows, self.used) if not used]
        out += [f"accepts {used} cases: {row}" for row, used in zip(self.rows, self.used) if used > int(row["most"])]
        return out + [f"has no reason: {row}" for row in self.rows if not row["reason"]]

    def row(self, d, count=True):
        for i, row in enumerate(self.rows):
            if (re.fullmatch(row["family"], d.case.family) and re.search(row["body"], d.case.shown()) and
                    re.search(row["kamailio"], " / ".join(d.kamailio), re.S) and re.search(row["kukini"], " / ".join(d.kukini), re.S)):
                self.used[i] += count
                return row
        return None


def evaluate(cases):
    """[(Kamailio's result, Kukini's)] in the order of the cases."""
    out = []
    for start in range(0, len(cases), PER_START):
        part = {n: c for n, c in enumerate(cases[start:start + PER_START])}
        theirs, ours = batch.evaluate(batch.Kamailio, part), batch.evaluate(batch.Kukini, part)
        out += [(theirs[n], ours[n]) for n in part]
    return out


def differences(cases, accepted):
    """Those no row accepts. What makes Kamailio crash compares nothing."""
    found, crashed = [], 0
    for case, (theirs, ours) in zip(cases, evaluate(cases)):
        crashed += theirs == [batch.CRASHED]
        if theirs != ours and (theirs != [batch.CRASHED] or ours == [batch.CRASHED]):
            d = Difference(case, theirs, ours)
            if accepted.row(d) is None:
                found.append(d)
    return found, crashed


def minimised(d, accepted, rounds=14):
    """The smallest case found that still differs."""
    for _ in range(rounds):
        tries = list(d.case.smaller())[:600]
        if not tries:
            break
        better = None
        for case, (theirs, ours) in zip(tries, evaluate(tries)):
            if theirs == ours or batch.CRASHED in theirs or batch.REFUSED in theirs + ours and not batch.REFUSED in d.kamailio + d.kukini:
                continue
            less = Difference(case, theirs, ours)
            if accepted.row(less, count=False) is None and (better is None or len(case.body()) < len(better.case.body())):
                better = less
        if better is None:
            break
        d = better
    return d
