# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random little programs: if, switch, while, break, return, exit, drop, calls of routes and functions, with a trace of where they went."""
from gen_expr import condition
from node import Case, atom, block, expr, out, stmt

ROUTES = ["ONE", "TWO", "MINUS", "PLAIN", "EMPTY", "VAR", "NEST", "LAST", "COND", "LOOP", "ONE", "MINUS"]
ENDING = ["ZERO", "EXIT", "DROP"]
FUNCTIONS = ['is_method("OPTIONS")', 'is_method("INVITE")', 'pv_isset("$avp(s)")', 'is_present_hf("X-A")',
             "has_totag()", 'search("hello")', 'search("nope")', 'is_myself("sip:nobody@nowhere.example")']


class Maker:
    def __init__(self, r):
        self.r, self.count = r, 0

    def trace(self):
        self.count += 1
        return out(f"{self.count} $rc")

    def test(self):
        r, what = self.r, self.r.random()
        if what < 0.25:
            return expr(f"route({r.choice(ROUTES)})")
        if what < 0.45:
            return expr(r.choice(["", "!", "not "]), r.choice(FUNCTIONS))
        if what < 0.55:
            return expr(f"$var(i) {r.choice(['<', '>', '==', '!='])} {r.randint(0, 3)}")
        if what < 0.65:
            return expr("(", self.test(), r.choice([") && (", ") || ("]), self.test(), ")")
        if what < 0.75:
            return expr(f"$rc {r.choice(['<', '>', '=='])} {r.randint(-1, 2)}")
        return condition(r, 2)

    def call(self):
        r = self.r
        what = r.random()
        if what < 0.5:
            return stmt(f"route({r.choice(ROUTES)});\n")
        if what < 0.55:
            return stmt(f"route({r.choice(ENDING)});\n")
        if what < 0.6:
            return stmt(f"$var(t) = \"{r.choice(ROUTES)}\"; route($var(t));\n")
        if what < 0.7:
            return stmt(f"$var(r) = route({r.choice(ROUTES)}){r.choice(['', ' + 1'])};\n")
        return stmt(f"{r.choice(FUNCTIONS)};\n")

    def jump(self, inside):
        r = self.r
        choices = ["return", "return 1", "return -1", "return 2", "return 0", "exit", "drop", "return $var(i)", "return ($var(i) > 0)"] + ["break"] * 6 * inside
        return stmt(r.choice(choices), ";\n")

    def switch(self, depth):
        r = self.r
        text = r.random() < 0.5
        subject = r.choice(["$rU", "$rm", "$avp(s)", "$var(abc)", "$hdr(Nope)", "$var(s5)", "$var(five)"] if text else
                           ["$var(i)", "$var(five)", "$avp(i)", "$var(s5)", "$var(i) + 1", "$hdr(Nope)", "$var(neg)", "$var(abc)"])
        cases = []
        for _ in range(r.randint(1, 4)):
            if text:
                label = r.choice(['case "bob":', 'case "OPTIONS":', 'case "text":', 'case "abc":', 'case "5":', 'case "":', 'case /"^b":', 'case /"t$":', 'case /"[0-9]":'])
            else:
                label = r.choice(["case 0:", "case 1:", "case 5:", "case 12:", "case -7:", "case 6:"])
            if any(label in str(c) for c in cases):
                continue
            cases.append(stmt(label, "\n", block(self.some(r.randint(0, 2), depth - 1, True)), "break;\n" if r.random() < 0.6 else ""))
        if r.random() < 0.5:
            cases.append(stmt("default:\n", block(self.some(r.randint(1, 2), depth - 1, True)), "break;\n" if r.random() < 0.3 else ""))
        return stmt("switch (", expr(subject), ") {\n", block(cases), "}\n")

    def loop(self, depth):
        r = self.r
        test = r.choice([expr("$var(i) < 3"), expr("$var(i) < 2 && ", self.test()), expr(f"{r.choice(FUNCTIONS)} && $var(i) < 2"), expr("1"), expr("route(ONE)")])
        body = self.some(r.randint(0, 2), depth - 1, True)
        return stmt("while (", test, ") {\n", stmt("$var(i) = $var(i) + 1;\n"), block(body), stmt("if ($var(i) > 5) break;\n"), "}\n")

    def one(self, depth, inside):
        r, what = self.r, self.r.random()
        if depth <= 0 or what < 0.25:
            return self.trace()
        if what < 0.45:
            return self.call()
        if what < 0.55:
            return stmt("$var(i) = ", atom(r.choice(["0", "1", "$var(i) + 1", "$rc", "$var(five)", "-1"])), ";\n")
        if what < 0.62:
            return self.jump(inside)
        if what < 0.8:
            other = [" else {\n", block(self.some(r.randint(1, 2), depth - 1, inside)), "}\n"] if r.random() < 0.5 else ["\n"]
            return stmt("if (", self.test(), ") {\n", block(self.some(r.randint(1, 3), depth - 1, inside)), "}", *other)
        if what < 0.91:
            return self.switch(depth)
        return self.loop(depth)

    def some(self, n, depth, inside):
        return [self.one(depth, inside) for _ in range(n)] or [stmt("$var(j) = 1;\n")]


def case(r):
    maker = Maker(r)
    return Case("flow", block(maker.some(r.randint(2, 5), 3, False) + [maker.trace()]))
