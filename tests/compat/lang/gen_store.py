# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random sequences of assignments to $var, $avp, $xavp, $xavu, $xavi, $shv, flags, and then what they hold."""
from node import Case, atom, block, out, stmt

VALUES = ["1", "7", "-3", '"a"', '"b c"', '""', "$null", "$var(five)", "$var(abc)", "$avp(nope)", "$rU", "$cs", "$cl", "$rs", "$avp(a)", "$xavp(m=>k)", '"5" + 1', "3 + 4"]
AVPS = ["$avp(a)", "$avp(a)", "$avp(s:a)", "$avp(i:7)", "$avp(b)", "$(avp(a)[0])", "$(avp(a)[1])", "$(avp(a)[*])", "$avp($var(abc))", "$avp($var(t))", "$avp(A)"]
XAVPS = ["$xavp(m)", "$xavp(m=>k)", "$xavp(m[0]=>k)", "$xavp(m[1]=>k)", "$xavp(m=>k2)", "$xavp(m[0]=>k[0])", "$xavp(m[0]=>k[1])", "$xavp(n=>k)", "$xavp(m[*]=>k)",
         "$xavp(m[0])", "$xavp(m[*])", "$xavp(m[0]=>k[*])"]
XAVUS = ["$xavu(u)", "$xavu(u=>k)", "$xavu(u=>m)", "$xavu(w)"]
XAVIS = ["$xavi(M)", "$xavi(M=>K)", "$xavi(m[0]=>k)", "$xavi(m=>k2)"]
SHOWN = {
    "avp": ["$avp(a)", "$(avp(a)[0])|$(avp(a)[1])|$(avp(a)[2])", "$(avp(a)[*])", "$avp(s:a) $avp(i:7) $avp(b) $avp(A)", "$cnt($avp(a)) $cnt($avp(b))", "$avp(abc) $avp($var(abc))"],
    "xavp": ["$xavp(m=>k)", "$xavp(m[0]=>k)|$xavp(m[1]=>k)|$xavp(m[2]=>k)", "$xavp(m[0]=>k[0])|$xavp(m[0]=>k[1])|$xavp(m=>k2)", "$xavp(n=>k)", "$cnt($xavp(m))",
             "$xavp(m[0]=>k[*])"],
    "xavu": ["$xavu(u=>k)|$xavu(u=>m)", "$xavu(w)"],
    "xavi": ["$xavi(m=>k)|$xavi(M=>K)|$xavi(m=>K2)", "$xavi(m[0]=>k)|$xavi(m[1]=>k)"],
}
TARGETS = {"avp": AVPS, "xavp": XAVPS, "xavu": XAVUS, "xavi": XAVIS}
FLAGS = ["setflag(named);", "resetflag(named);", "setflag(5);", "setflag(6);", "resetflag(6);", "setbflag(2);", "resetbflag(2);", "setbflag(5);", "setsflag(3);",
         "resetsflag(3);", "$mf = 12;", "$mF = \"0000000c\";", "$bf = 3;", "$sf = 8;", "setflag(31);", "$mf = $mf | 64;", "$sf = $null;"]


def case(r):
    if r.random() < 0.12:
        steps = [stmt(r.choice(FLAGS) + "\n") for _ in range(r.randint(1, 4))]
        steps.append(out("$mf $mF $bf $bF $sf $sF"))
        steps.append(stmt("if (isflagset(named)) {\n", block([out("named")]), "} else {\n", block([out("not named")]), "}\n"))
        return Case("flags", block(steps))
    kind = r.choice(["avp", "avp", "xavp", "xavp", "xavu", "xavi"])
    steps = [stmt(r.choice(TARGETS[kind]), " = ", atom(r.choice(VALUES)), ";\n") for _ in range(r.randint(1, 5))]
    return Case(kind, block(steps + [out(s) for s in SHOWN[kind]]))
