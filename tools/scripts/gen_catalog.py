#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes src/catalog/data/kamailio.tsv from the JSON catalog of the Kamailio releases (core.json, modules.json,
replacements.json).

    tools/scripts/gen_catalog.py CATALOG_DIR [OUTPUT]

One record per line, fields separated by tabs, the first says what it is:
    R label...                                    releases, oldest first; masks below have bit i for the i-th
    M name mask modparam_name                     a module
    P module name mask types setter               a parameter; types of i (number) and s (text)
    F module name mask arity bare routes by_arity kinds    a function or one variant of it, the newest first
    V module name mask flags keys key=mask...     a pseudo-variable; flags of w (settable) n (inner) x (index) c (keys closed); the
                                                  releases of those inner names that not all releases of the variable know
    T module class name mask min max              a transformation
    E module name mask                            an event route
    G name mask type alias_of bool                a global parameter
    C module name mask type                       a runtime variable
    D name mask                                   a preprocessor directive, without #!
    S rule form mask                              a form of a statement, in the words of the catalog
    O operator mask
    N name mask                                   a name for coreparam[name]
    L module root mask path...                    selects that begin with @root: what may follow, "." for nothing, %s a text, %i a number
    X kind module name last removed_in to note    what replaces a dropped thing
Masks are hexadecimal.
"""
import json
import os
import re
import sys

# Parameters that were gone before the oldest release of the catalog, as old configs have them: module, name, type, gone since,
# what replaces it. Their mask is 0.
OLDER_PARAMS = [
    ("uac", "from_restore_mode", "s", "3.2", "param:uac.restore_mode"),
    ("uac", "from_passwd", "s", "3.2", "param:uac.restore_passwd"),
    ("uac", "rr_store_param", "s", "3.2", "param:uac.rr_from_store_param"),
]
OLDER_FUNCTIONS = [  # with argument counts
    ("nathelper", "force_rtp_proxy", (0, 1, 2), "3.2", "function:rtpproxy.rtpproxy_manage"),
    ("nathelper", "unforce_rtp_proxy", (0,), "3.2", "function:rtpproxy.rtpproxy_destroy"),
    ("nathelper", "rtpproxy_offer", (0, 1, 2), "3.2", "function:rtpproxy.rtpproxy_offer"),
    ("nathelper", "rtpproxy_answer", (0, 1, 2), "3.2", "function:rtpproxy.rtpproxy_answer"),
    ("nathelper", "start_recording", (0,), "3.2", "function:rtpproxy.start_recording"),
]
ROUTES = ["request", "failure", "onreply_tm", "onreply_core", "branch", "onsend", "error", "local", "branch_failure", "event"]


def main():
    source = sys.argv[1]
    target = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "../../src/catalog/data/kamailio.tsv")
    core, modules, replacements = (json.load(open(os.path.join(source, f + ".json"))) for f in ("core", "modules", "replacements"))
    releases = [r[0] for r in core["releases"]]
    order = {r: i for i, r in enumerate(releases)}
    lines = ["R\t" + "\t".join(releases)]

    def bits(ranges):
        m = 0
        for first, last in ranges:
            for i in range(order[first], order[last] + 1 if last else len(releases)):
                m |= 1 << i
        return m

    def routes(r):
        if r == "any":
            return (1 << len(ROUTES)) - 1
        m = 0
        for name in r:
            for n in ["onreply_tm", "onreply_core"] if name == "onreply" else [name]:
                m |= 1 << ROUTES.index(n)
        return m

    def variants(facts):
        """(attributes, mask), the newest first."""
        old = facts.get("was", [])
        rest = bits(facts["versions"])
        out = []
        for w in old:
            rest &= ~bits(w["versions"])
        if rest:
            out.append((facts, rest))
        return out + [(w, bits(w["versions"])) for w in sorted(old, key=lambda w: -bits(w["versions"]))]

    def add(*fields):
        assert not any("\t" in str(f) or "\n" in str(f) for f in fields), fields
        lines.append("\t".join(str(f) for f in fields).rstrip("\t"))

    def hexa(n):
        return format(n, "x")

    def functions(module, table):
        for name, facts in sorted(table.items()):
            for v, mask in variants(facts):
                arity = v["arity"]
                m = 0xFFFF if "var" in arity else sum(1 << a for a in arity if a != "bare")
                bare = "b" if "bare" in arity else ""
                by = ";".join(f"{k}={hexa(routes(r))}" for k, r in v.get("routes_by_arity", {}).items())
                kinds = ";".join(f"{k}:{s}" for k, s in v.get("sig", {}).items())
                add("F", module, name, hexa(mask), hexa(m), bare, hexa(routes(v.get("routes", "any"))), by, kinds)

    def variables(module, table):
        for name, facts in sorted(table.items()):
            v = facts
            flags = "".join(f for f, k in (("w", "set"), ("n", "inner"), ("x", "index"), ("c", "keys_closed")) if v.get(k))
            mask = bits(v["versions"])
            late = [f"{k}={hexa(bits(r))}" for k, r in sorted(v.get("keys", {}).items()) if bits(r) != mask]
            add("V", module, name, hexa(mask), flags, " ".join(sorted(v.get("keys", {}))), " ".join(late))

    def selects(module, table):
        paths = {}
        for text, ranges in table.items():
            root, path = re.match(r"@([A-Za-z0-9_]+)(.*)", text).groups()
            # One dot before each part, whether it is written with a dot or in brackets.
            path = re.sub(r"^\.", "", path.replace('["%s"]', ".%s").replace("[%i]", ".%i")) or "."
            paths.setdefault((root, bits(ranges)), []).append(path)
        for (root, mask), all_of_it in sorted(paths.items()):
            add("L", module, root, hexa(mask), " ".join(sorted(all_of_it)))

    def rest(module, table):
        selects(module, table.get("selects", {}))
        for name, ranges in sorted(table.get("event_routes", {}).items()):
            add("E", module, name, hexa(bits(ranges)))
        for name, facts in sorted(table.get("cfg_vars", {}).items()):
            add("C", module, name, hexa(bits(facts["versions"])), facts["type"])

    functions("core", core["functions"])
    variables("core", core["pvs"])
    rest("core", core)
    for name, facts in sorted(core["params"].items()):
        forms = facts["type"]
        for w in facts.get("was", []):
            forms = (forms if isinstance(forms, list) else [forms]) + (w.get("type", []) if isinstance(w.get("type"), list) else [w.get("type", "")])
        if isinstance(forms, list):
            forms = "|".join(dict.fromkeys(f for f in forms if f and " " not in f))
        if " " in forms:
            forms = ""
        add("G", name, hexa(bits(facts["versions"])), forms, facts.get("alias_of", ""), "b" if facts.get("hint") == "bool" else "")
    for name, ranges in sorted(core["preprocessor"].items()):
        add("D", name[2:], hexa(bits(ranges)))
    for rule, forms in sorted(core["statements"].items()):
        for form, ranges in sorted(forms.items()):
            add("S", rule, form, hexa(bits(ranges)))
    listen = {}
    for v, mask in variants(core["params"]["listen"]):
        for form in v["type"]:
            listen[form] = listen.get(form, 0) | mask
    for form, mask in sorted(listen.items()):
        add("S", "listen", form, hexa(mask))
    for name, ranges in sorted(core["operators"].items()):
        add("O", name, hexa(bits(ranges)))
    for name, facts in sorted(core["coreparam"].items()):
        add("N", name, hexa(bits(facts["versions"])), facts["type"])
    for module, table in sorted(modules.items()):
        if "versions" not in table:
            continue
        add("M", module, hexa(bits(table["versions"])), " ".join(table.get("modparam_name", {})))
        for name, facts in sorted(table.get("params", {}).items()):
            types = facts["type"] + "|" + "|".join(w.get("type", "") for w in facts.get("was", []))
            kinds = ("i" if "int" in types.split("|") else "") + ("s" if "str" in types else "")
            add("P", module, name, hexa(bits(facts["versions"])), kinds, "f" if facts.get("func") else "")
        functions(module, table.get("functions", {}))
        variables(module, table.get("pvs", {}))
        for cls, facts in sorted(table.get("transformations", {}).items()):
            add("T", module, cls, "", hexa(bits(facts["versions"])), 0, 0)
            for name, t in sorted(facts["names"].items()):
                low, high = t["args"]
                add("T", module, cls, name, hexa(bits(t["versions"])), low, 255 if high is None else high)
        rest(module, table)
    for module, name, types, gone, to in OLDER_PARAMS:
        add("P", module, name, "0", types, "")
        add("X", "param", module, name, "", gone, to, "renamed")
    for module, name, arity, gone, to in OLDER_FUNCTIONS:
        add("F", module, name, "0", hexa(sum(1 << a for a in arity)), "", hexa(routes("any")))
        add("X", "function", module, name, "", gone, to, "moved")
    for r in replacements:
        add("X", r["kind"], r["module"], r["name"], r["last"], r["removed_in"], ", ".join(r["to"]), r["note"])

    with open(target, "w") as out:
        out.write("# Facts of the Kamailio releases; written by tools/scripts/gen_catalog.py, which explains the fields.\n")
        out.write("# SPDX-FileCopyrightText: The Kukini authors\n# SPDX-License-Identifier: GPL-2.0-or-later\n")
        out.write("\n".join(lines) + "\n")


main()
