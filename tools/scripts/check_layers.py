#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks every #include of src/, modules/ and tools/ against src/layers.txt. Prints each edge that is not allowed."""
import pathlib
import re
import sys

MODULES_MAY = {"sdk", "manifest", "sip", "io", "base"}


def read_layers(path):
    layers = {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            name, _, may = line.partition(":")
            layers[name.strip()] = set(may.split())
    return layers


def main():
    if "--help" in sys.argv:
        print(__doc__)
        return
    top = pathlib.Path(__file__).resolve().parents[2]
    src = top / "src"
    layers = read_layers(src / "layers.txt")
    wrong = []

    def check(path, layer, may):
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            m = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            if not m:
                m = re.match(r"\s*#\s*include\s*<(tao/pegtl)", line)
                if m and layer != "lang" and "grammar" not in str(path) and "tests" not in str(path):
                    wrong.append(f"{path.relative_to(top)}:{number}: PEGTL is for grammar/ and src/lang only")
                elif m and path.suffix == ".hpp" and layer == "lang":
                    wrong.append(f"{path.relative_to(top)}:{number}: PEGTL must not show in a header of src/")
                continue
            target = m.group(1).split("/")[0]
            if target not in layers or target == layer or "*" in may or target in may:
                continue
            wrong.append(f"{path.relative_to(top)}:{number}: {layer} must not include {m.group(1)}")

    for layer in sorted(p.name for p in src.iterdir() if p.is_dir()):
        if layer not in layers:
            wrong.append(f"src/{layer}: not in src/layers.txt")
            continue
        for path in sorted((src / layer).rglob("*.[ch]pp")):
            check(path, layer, layers[layer])
    for path in sorted((top / "modules").rglob("*.[ch]pp")):
        if "tests" not in path.parts:
            check(path, "modules", {"manifest"} if path.name == "manifest.cpp" else MODULES_MAY)
    if wrong:
        print("\n".join(wrong))
        sys.exit(1)
    print("layers: every include is on its line")


main()
