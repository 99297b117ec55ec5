# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Pieces of script as trees, so that a case that differs can be made smaller, and cases with what both servers said of them."""
import dataclasses
import re

OPEN, CLOSE = "[[[", "]]]"


@dataclasses.dataclass
class Node:
    """Text with smaller pieces in it. kind: "e" expression, "s" statement, "S" list of statements, "a" what cannot be made smaller."""
    kind: str
    parts: list

    def __str__(self):
        return "".join(str(p) for p in self.parts) or (";\n" if self.kind == "S" else "")

    def smaller(self):
        """Trees with one piece less."""
        for p in self.parts:
            if isinstance(p, Node) and p.kind == self.kind and self.kind in "es":
                yield p
        if self.kind == "S":
            for i in range(len(self.parts)):
                yield Node("S", self.parts[:i] + self.parts[i + 1:])
            for i, p in enumerate(self.parts):  # a block's statements instead of the block
                for inner in getattr(p, "parts", []):
                    if isinstance(inner, Node) and inner.kind == "S":
                        yield Node("S", self.parts[:i] + inner.parts + self.parts[i + 1:])
        for i, p in enumerate(self.parts):
            if isinstance(p, Node):
                for less in p.smaller():
                    yield Node(self.kind, self.parts[:i] + [less] + self.parts[i + 1:])


def expr(*parts):
    return Node("e", list(parts))


def atom(text):
    return Node("e", [text])


def stmt(*parts):
    return Node("s", list(parts))


def block(statements):
    return Node("S", list(statements))


def out(text):
    """A statement that shows a format; `text` as it stands between the quotes."""
    return stmt(f'xlog("L_ERR", "{OPEN}{text}{CLOSE}\\n");\n')


def expanded(text):
    """Hand-written statements with out("format"); as xlog calls."""
    return re.sub(r'\bout\("((?:[^"\\]|\\.)*)"\);?', lambda m: f'xlog("L_ERR", "{OPEN}{m.group(1)}{CLOSE}\\n");', text)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclasses.dataclass
class Case:
    """One body of statements, run for one message. The result is a list of texts: what it showed, then how it ended."""
    family: str
    tree: Node
    message: str = "plain"
    where: str = ""

    def body(self):
        return str(self.tree).strip() or ";"

    def shown(self):
        """The body in one line, with out("…") for what it shows."""
        text = self.body().replace(f'xlog("L_ERR", "{OPEN}', 'out("').replace(f'{CLOSE}\\n");', '");')
        return " ".join(text.split("\n")).strip()

    def smaller(self):
        for tree in self.tree.smaller():
            yield dataclasses.replace(self, tree=tree)
