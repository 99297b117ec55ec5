# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads the hand-written cases.

cases/*.cases, one case a line, lines that begin with a space go on:
  = expression      shows the value of $var(r) after $var(r) = expression
  ? expression      shows yes or no
  $ format          shows the format
  statements        with out("format") to show something
  @message NAME     the cases below get messages/NAME.sip
  @needs MODULE     the cases below are left out where this module is not built
  # comment"""
import pathlib

import batch
from node import Case, block, expanded, out, quoted, stmt

HERE = pathlib.Path(__file__).resolve().parent


def one(line):
    kind, rest = line[0], line[2:].strip()
    if line[1:2] == " " and kind == "=":
        return block([stmt(f"$var(r) = {rest};\n"), out("$var(r)")])
    if line[1:2] == " " and kind == "?":
        return block([stmt(f"if ({rest}) {{\n"), out("yes"), stmt("} else {\n"), out("no"), stmt("}\n")])
    if line[1:2] == " " and kind == "$":
        return block([out(quoted(rest)[1:-1])])
    return block([stmt(expanded(line) + "\n")])


def read(path):
    message, skip, cases, built = "plain", False, [], batch.modules()
    pending = []

    def finish():
        if pending and not skip:
            cases.append(Case(path.stem, one("\n".join(pending)), message, f"{path.name}:{first}"))
        pending.clear()

    first = 0
    for number, line in enumerate(path.read_text().split("\n"), 1):
        if line.startswith(" ") and pending:
            pending.append(line)
            continue
        finish()
        first = number
        if not line or line.startswith("#"):
            continue
        if line.startswith("@message "):
            message = line.split()[1]
        elif line.startswith("@needs "):
            skip = line.split()[1] not in built
        else:
            pending.append(line)
    finish()
    return cases


def all_cases():
    return [c for path in sorted((HERE / "cases").glob("*.cases")) for c in read(path)]
