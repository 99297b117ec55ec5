# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random programs (names of routes come from $var and +: one from a transformation is read by 5.6.3 beyond its end) that mix everything: values of all kinds put into $var, $avp stacks, $xavp trees and $shv, within loops, switches and
routes with computed names; at the end the whole state is shown."""
from gen_expr import any_value, condition, number
from gen_transform import of_line, of_param, with_arguments, PLAIN
from node import Case, atom, block, expr, out, stmt

TARGETS = ["$var(a)", "$var(a)", "$var(b)", "$avp(p)", "$avp(p)", "$avp(q)", "$(avp(p)[0])", "$(avp(p)[1])", "$(avp(q)[*])", "$xavp(m=>k)", "$xavp(m[0]=>k)",
           "$xavp(m[0]=>l)", "$xavp(n=>k)", "$xavu(u=>v)", "$xavi(I=>J)", "$avp($var(t))", "$shv(g)"]
SOURCES = ["$var(a)", "$var(b)", "$avp(p)", "$(avp(p)[1])", "$(avp(p)[$var(i)])", "$(avp(q)[*])", "$xavp(m=>k)", "$xavp(m[1]=>k)", "$xavp(m[0]=>k[1])", "$xavu(u=>v)", "$xavi(i=>j)", "$shv(g)",
           "$(hdr(X-A)[$var(i)])", "$(hdr(X-A)[-1])", "$(var(words){s.select,$var(i), })", "$rc", "$avp($var(t))"]
NAMES = ['"TWO"', '"T" + "WO"', '"MI" + "NUS"', "$var(t)", '"CO" "ND"', '"VA" + "R"']
STATE = ["$var(a)|$var(b)|$var(t)|$var(i)", "$avp(p)|$(avp(p)[1])|$(avp(p)[2])|$cnt($avp(p))", "$avp(q)|$(avp(q)[*])", "$xavp(m=>k)|$xavp(m[1]=>k)|$xavp(m[0]=>k[1])|$xavp(m=>l)|$xavp(n=>k)",
         "$xavu(u=>v)|$xavi(i=>j)", "$rc"]


def transformed(r):
    base = r.choice(["var(a)", "avp(p)", "var(words)", "hdr(X-A)", "rU", "ru", "avp(nope)", "var(mixed)"])
    steps = [r.choice([lambda: r.choice(PLAIN), lambda: with_arguments(r), lambda: of_param(r), lambda: of_line(r)])() for _ in range(r.randint(1, 2))]
    return atom(f"$({base}{''.join('{' + s + '}' for s in steps if 'base58' not in s and '7bit' not in s)})")


def value(r):
    what = r.random()
    if what < 0.35:
        return any_value(r, 2)
    if what < 0.6:
        return atom(r.choice(SOURCES))
    if what < 0.75:
        return transformed(r)
    if what < 0.85:
        return expr("(", condition(r, 1), ")")
    return atom(r.choice(['"n$var(i)"', '"$rU"', '""', "$null", "7", "0", "-2", '"two"', '"minus"']))


class Maker:
    def __init__(self, r):
        self.r, self.n = r, 0

    def test(self):
        r, what = self.r, self.r.random()
        if what < 0.3:
            return expr(atom(r.choice(SOURCES)), r.choice([" == ", " != ", " eq ", " ne "]), atom(r.choice(SOURCES + ['"two"', "$null", '"b"'])))
        if what < 0.4:
            return expr("defined ", atom(r.choice(SOURCES)))
        if what < 0.5:
            return expr("strempty(", atom(r.choice(SOURCES)), ")")
        if what < 0.6:
            return expr(atom(r.choice(SOURCES)), r.choice([" =~ "]), r.choice(['"^[a-z]+$"', '"[0-9]"', '"(.)b"', "$var(abc)"]))
        if what < 0.7:
            return expr("route(", atom(r.choice(NAMES)), ")")
        if what < 0.8:
            return expr(self.test(), r.choice([" && ", " || "]), self.test())
        return condition(r, 2)

    def one(self, depth):
        r, what = self.r, self.r.random()
        if what < 0.45 or depth <= 0:
            return stmt(r.choice(TARGETS), " = ", value(r), ";\n")
        if what < 0.52:
            self.n += 1
            return out(f"{self.n}: $var(a) $avp(p) $rc")
        if what < 0.6:
            return stmt("route(", atom(r.choice(NAMES)), ");\n")
        if what < 0.65:
            return stmt("$var(b) = route(", atom(r.choice(NAMES)), ");\n")
        if what < 0.78:
            other = [" else {\n", block(self.some(r.randint(1, 2), depth - 1)), "}\n"] if r.random() < 0.5 else ["\n"]
            return stmt("if (", self.test(), ") {\n", block(self.some(r.randint(1, 3), depth - 1)), "}", *other)
        if what < 0.88:
            return stmt("$var(i) = 0;\nwhile ($var(i) < ", atom(str(r.randint(1, 3))), " && ", self.test(), ") {\n", block(self.some(r.randint(1, 2), depth - 1)), "$var(i) = $var(i) + 1;\n}\n")
        if what < 0.97:
            text = r.random() < 0.6
            labels = r.sample(['"two"', '"b"', '""', '/"^[a-z]"', '/"1"', '"bob"', '"0"'] if text else ["0", "1", "5", "-2", "7", "12"], r.randint(1, 3))
            parts = [stmt(f"case {label}:\n", block(self.some(r.randint(0, 2), depth - 1)), "break;\n" if r.random() < 0.6 else "") for label in labels]
            if r.random() < 0.6:
                parts.append(stmt("default:\n", block(self.some(1, depth - 1))))
            return stmt("switch (", atom(r.choice(SOURCES)), ") {\n", block(parts), "}\n")
        return stmt(r.choice(["return 3;\n", "return -1;\n", "exit;\n", "drop;\n", "return;\n"]))

    def some(self, n, depth):
        return [self.one(depth) for _ in range(n)] or [stmt("$var(j) = 1;\n")]


def case(r):
    maker = Maker(r)
    head = [stmt("$var(a) = 0; $var(b) = 0; $shv(g) = 0;\n"), stmt("$var(t) = ", atom(r.choice(['"TWO"', '"MINUS"', '"ONE"', '"x"'])), ";\n")]
    return Case("program", block(head + maker.some(r.randint(3, 7), 3) + [out(s) for s in STATE]))


def arithmetic(r):
    """Operators without parentheses, so that precedence tells; small numbers, because the oracle counts in 32 bits."""
    parts = [number(r, 0)]
    for _ in range(r.randint(1, 4)):
        if r.random() < 0.15:
            parts[-1] = expr("(", parts[-1], r.choice([" << ", " >> "]), atom(r.choice(["1", "2", "3", "$var(one)"])), ")")
            continue
        parts += [r.choice([" + ", " - ", " * ", " / ", " mod ", " & ", " | ", " ^ ", " < ", " >= ", " == ", " && ", " || "]),
                  r.choice([atom(r.choice(["1", "2", "3", "-1", "-3", "$var(neg)", "$var(five)", "$var(z)", "$var(s5)", "$avp(i)"])), number(r, 1)])]
    return Case("arith", block([stmt("$var(r) = ", expr(*parts), ";\n"), out("$var(r)")]))
