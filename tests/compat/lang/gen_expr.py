# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random expressions: operators on every kind of value, shown by assignment, in conditions and as the value of a return."""
from node import Case, atom, block, expr, out, stmt

INTEGERS = ["0", "1", "2", "5", "7", "42", "0x10", "010"]  # small: the oracle counts in 32 bits
TEXTS = ['""', '"abc"', '"5"', '"05"', '"12abc"', '" 5"', '"-3"', '"+3"', '"0x1f"', '"ABC"', '"0"', '"text"', "'single'", '"a b"']
# By the kind of value they hold; what Kamailio cannot tell at load.
VARIABLES = ["$var(z)", "$var(one)", "$var(five)", "$var(neg)", "$var(empty)", "$var(abc)", "$var(s5)", "$var(s05)", "$var(mixed)", "$var(hex)",
             "$var(sneg)", "$var(words)", "$avp(i)", "$avp(s)", "$avp(list)", "$(avp(list)[1])", "$(avp(list)[2])", "$avp(nope)", "$null", "$hdr(X-A)",
             "$hdr(X-Num)", "$hdr(X-E)", "$hdr(Nope)", "$xavp(x=>i)", "$xavp(x=>s)", "$xavp(x=>nope)", "$rU", "$rp", "$cs", "$rm", "$fU", "$(hdr(X-A)[-1])",
             "$(rU{s.len})", "$(var(s5){s.int})", "$(hdr(X-Num){s.int})", "$var(never)", "$ml", "$rs", "$retcode", "$op", "$true"]
INTEGER_OPERATORS = ["-", "&", "|", "^", ">>"]
COMPARISONS = ["<", "<=", ">", ">="]
EQUALITIES = ["==", "!=", "eq", "ne", "ieq", "ine"]
PATTERNS = ['"^a"', '"^[0-9]+$"', '"b.*c"', '"^$"', '"5"', '"(a|1)"', '"A"', '"[^a-z]"', '"^.{2}$"', '"x*"', '"\\\\."', '"^-?[0-9]"']


def leaf(r, kind):
    """kind: "i" for a whole number, "s" a text, "v" what is known at run time only."""
    if kind == "i":
        return atom(r.choice(INTEGERS))
    if kind == "s":
        return atom(r.choice(TEXTS))
    return atom(r.choice(VARIABLES))


def number(r, depth):
    """An expression that stands where a whole number is asked for."""
    what = r.random()
    if depth <= 0 or what < 0.2:
        return leaf(r, r.choice("ivvv"))
    if what < 0.3:
        return expr("(", number(r, depth - 1), r.choice([" * ", " << "]), atom(r.choice(["1", "2", "3", "5"])), ")")
    if what < 0.36:
        return expr("(", number(r, depth - 1), r.choice([" / ", " mod "]), atom(r.choice(["2", "3", "$var(five)", "$var(s5)", "$avp(i)"])), ")")
    if what < 0.55:
        return expr("(", number(r, depth - 1), " ", r.choice(INTEGER_OPERATORS), " ", number(r, depth - 1), ")")
    if what < 0.6:
        return expr(number(r, depth - 1), " ", r.choice(INTEGER_OPERATORS), " ", number(r, depth - 1))
    if what < 0.68:
        return expr("(", number(r, depth - 1), " + ", number(r, depth - 1), ")")
    if what < 0.75:
        return expr("(int)", r.choice([leaf(r, "v"), leaf(r, "s")]))
    if what < 0.8:
        return expr(r.choice(["-", "~"]), number(r, 0))
    if what < 0.85:
        return expr("strlen(", unknown(r, depth - 1), ")")
    return expr("(", condition(r, depth - 1), ")")


def text(r, depth):
    if depth <= 0 or r.random() < 0.3:
        return leaf(r, "s")
    if r.random() < 0.3:
        return expr("((str)", r.choice([leaf(r, "v"), leaf(r, "i")]), ")")
    return expr("(", text(r, depth - 1), " + ", any_value(r, depth - 1), ")")


def any_value(r, depth):
    what = r.random()
    if what < 0.4:
        return leaf(r, "v")
    if what < 0.6:
        return text(r, depth)
    if what < 0.75:
        return expr("(", leaf(r, "v"), " + ", any_value(r, depth - 1) if depth > 0 else leaf(r, r.choice("isv")), ")")
    return expr("(", number(r, depth), ")")


def unknown(r, depth):
    """A text or what is known at run time: a left side that any right side goes with."""
    return leaf(r, "v") if depth <= 0 or r.random() < 0.7 else text(r, depth)


def condition(r, depth):
    what = r.random()
    if depth <= 0 or what < 0.12:
        return leaf(r, "v")
    if what < 0.3:
        return expr(unknown(r, depth - 1), " ", r.choice(EQUALITIES[:4]), " ", any_value(r, depth - 1))
    if what < 0.34:
        return expr(number(r, depth - 1), r.choice([" == ", " != "]), number(r, depth - 1))
    if what < 0.46:
        return expr(number(r, depth - 1), " ", r.choice(COMPARISONS), " ", number(r, depth - 1))
    if what < 0.56:
        return expr(unknown(r, depth - 1), " =~ ", r.choice(PATTERNS))
    if what < 0.72:
        return expr("(", condition(r, depth - 1), ") ", r.choice(["&&", "||", "and", "or"]), " (", condition(r, depth - 1), ")")
    if what < 0.8:
        return expr(r.choice(["!", "not "]), "(", condition(r, depth - 1), ")")
    if what < 0.86:
        return expr(r.choice(["!", "not "]), leaf(r, "v"))
    if what < 0.93:
        return expr("defined ", leaf(r, "v"))
    return expr("strempty(", unknown(r, depth - 1), ")")


def show_value(r):
    e = any_value(r, r.randint(1, 3)) if r.random() < 0.6 else expr("(", condition(r, 2), ")")
    return block([stmt("$var(r) = ", e, ";\n"), out("$var(r)")])


def show_condition(r):
    return block([stmt("if (", condition(r, r.randint(1, 3)), ") {\n", block([out("yes")]), "} else {\n", block([out("no")]), "}\n")])


def show_return(r):
    return block([stmt("return ", number(r, 2), ";\n")])


def show_avp(r):
    return block([stmt("$avp(new) = ", any_value(r, 2), ";\n"), out("$avp(new)|$(avp(new){s.len})")])


def case(r):
    what = r.random()
    tree = show_value(r) if what < 0.5 else show_condition(r) if what < 0.85 else show_avp(r) if what < 0.95 else show_return(r)
    return Case("expr", tree)


def pairs():
    """Every operator on every two kinds of value."""
    sides = ["$var(z)", "$var(five)", "$var(neg)", "$var(empty)", "$var(abc)", "$var(s05)", "$var(mixed)", "$avp(nope)", "$null", "$rs", "$rp", "$hdr(X-Num)",
             "$xavp(x=>i)", "5", '"5"', '""', '"abc"', "0"]
    operators = ["==", "!=", "eq", "ne", "<", ">=", "+", "-", "*", "&&", "||", "=~"]
    for op in operators:
        for a in sides:
            for b in sides:
                if op == "=~" and not b.startswith('"') and not b.startswith("$"):
                    continue
                if op in ("eq", "ne", "=~") and a.isdigit() or op in ("==", "!=", "+") and a.isdigit() and (b == "$null" or b.startswith('"')) and not (op == "+" and b == "$null"):
                    continue  # refused: a number there is no text
                if op in ("<", ">=", "-", "*", "&&", "||") and (a.startswith('"') or b.startswith('"')):
                    continue
                yield Case("pairs", block([stmt("$var(r) = (", expr(atom(a), f" {op} ", atom(b)), ");\n"), out("$var(r)")]))
