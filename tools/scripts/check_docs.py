#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks that every source has its licence lines and a first sentence, that no work marker is left, and that each module's doc.md
has a heading for every item of its table and none for what is not in it."""
import pathlib
import re
import sys

MARKERS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def sources(top):
    for root in ("src", "modules", "grammar", "tools", "tests", "cmake", "etc", ".ci"):
        for path in sorted((top / root).rglob("*")):
            if path.is_file() and (path.suffix in (".cpp", ".hpp", ".py", ".sh", ".cmake") or path.name in ("CMakeLists.txt", "test", "demo", "dev", "run")):
                yield path


def table_items(manifest):
    """Names in the tables of a manifest.cpp: the first string of every row, array by array."""
    text = manifest.read_text()
    items = set()
    for kind, body in re.findall(r"(Param|Function|Variable|RpcCommand|Event)\s+k?\w+\[\]\s*=\s*\{(.*?)\n\};", text, re.S):
        items |= set(re.findall(r'^\s*\{\s*(?:\.name\s*=\s*)?"([^"]+)"', body, re.M))
    return items


def main():
    if "--help" in sys.argv:
        print(__doc__)
        return
    top = pathlib.Path(__file__).resolve().parents[2]
    wrong = []
    for path in sources(top):
        name = path.relative_to(top)
        text = path.read_text(errors="replace")
        if "SPDX-License-Identifier: GPL-2.0-or-later" not in text[:400]:
            wrong.append(f"{name}: no SPDX lines on top")
        for number, line in enumerate(text.splitlines(), 1):
            if MARKERS.search(line):
                wrong.append(f"{name}:{number}: a marker of unfinished work")
    for folder in sorted(p.parent for p in (top / "modules").glob("*/manifest.cpp")):
        doc = folder / "doc.md"
        if not doc.exists():
            wrong.append(f"modules/{folder.name}: no doc.md")
            continue
        headings = " ".join(re.findall(r"^#+ (.*)$", doc.read_text(), re.M))
        for item in sorted(table_items(folder / "manifest.cpp")):
            if not re.search(r"(?<![\w.])" + re.escape(item) + r"(?![\w.])", headings):
                wrong.append(f"modules/{folder.name}/doc.md: no heading for {item}")
    if wrong:
        print("\n".join(wrong[:200]))
        sys.exit(1)
    print("docs: licence lines, markers and module pages are in order")


main()
