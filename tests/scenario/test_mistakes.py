# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mistakes that people make: one mistake is one error of kukini -c, at its place, with a hint that helps."""
import pathlib
import re
import subprocess
import tempfile
import unittest

from servers import BIN

BASE = r"""#!KAMAILIO
#!define WITH_X
debug=2
log_stderror=no
children=4
listen=udp:127.0.0.1:5060
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
loadmodule "sanity.so"
modparam("tm", "fr_timer", 30000)
modparam("rr", "enable_full_lr", 1)
#!ifdef WITH_X
modparam("tm", "wt_timer", 5000)
#!endif
request_route {
    if (!mf_process_maxfwd_header("10")) {
        sl_send_reply("483", "Too Many Hops");
        exit;
    }
    if (is_method("INVITE|SUBSCRIBE")) {
        record_route();
    }
    $var(x) = 5;
    if ($rU == "abc" && $var(x) > 3) {
        xlog("L_INFO", "user $rU from $si\n");
        route(RELAY);
    }
    switch ($rU) {
        case "a":
            xlog("a\n");
            break;
        default:
            xlog("b\n");
    }
    route(RELAY);
}
route[RELAY] {
    t_on_failure("FAIL");
    if (!t_relay()) {
        sl_reply_error();
    }
    exit;
}
failure_route[FAIL] {
    if (t_is_canceled()) exit;
    xlog("failed $T_reply_code\n");
}
"""

# What is wrong, the text and what it became, line and column of the error, its code, the hint.
MISTAKES = [
    ("missing semicolon", "record_route();", "record_route()", "28:23", "syntax-missing-semicolon", "add ';' here"),
    ("missing semicolon before brace, assignment", "$var(x) = 5;", "$var(x) = 5", "30:16", "syntax-missing-semicolon", "add ';' here"),
    ("missing closing brace of if", "        record_route();\n    }", "        record_route();", "43:1", "syntax-missing-brace", "a '}' is missing; the block that is not closed may also be a later one than the one shown"),
    ("extra closing brace", "        record_route();\n    }", "        record_route();\n    }\n    }", "31:5", "syntax-outside", "is a '}' too many above, or a '{' missing?"),
    ("missing open brace", 'if (is_method("INVITE|SUBSCRIBE")) {', 'if (is_method("INVITE|SUBSCRIBE"))', "30:5", "syntax-outside", "is a '}' too many above, or a '{' missing?"),
    ("unterminated string", '"Too Many Hops");', '"Too Many Hops);', "24:30", "syntax-unclosed-string", "its closing quote is missing on this line"),
    ("unterminated string modparam", 'modparam("tm", "fr_timer", 30000)', 'modparam("tm, "fr_timer", 30000)', "17:16", "syntax-expected-comma", "a quote is missing on this line"),
    ("missing paren", 'if (is_method("INVITE|SUBSCRIBE")) {', 'if (is_method("INVITE|SUBSCRIBE") {', "27:39", "syntax-expected-paren", "a '(' before it is not closed"),
    ("extra paren", 'if (is_method("INVITE|SUBSCRIBE")) {', 'if (is_method("INVITE|SUBSCRIBE"))) {', "27:39", "syntax-expected-statement", "one ')' too many, or a '(' is missing before it"),
    ("wrong modparam name", '"fr_timer"', '"fr_timeout"', "17:16", "unknown-modparam", "did you mean fr_timer?"),
    ("typo modparam name", '"fr_timer"', '"fr_tmier"', "17:16", "unknown-modparam", "did you mean fr_timer?"),
    ("modparam module typo", 'modparam("tm", "fr_timer"', 'modparam("tn", "fr_timer"', "17:10", "module-not-loaded", "did you mean tm?"),
    ("modparam type", '"fr_timer", 30000', '"fr_timer", "abc"', "17:28", "modparam-type", ""),
    ("misspelt function", "record_route()", "record_rout()", "28:9", "unknown-function", "did you mean record_route?"),
    ("misspelt directive", "#!ifdef WITH_X", "#!ifdf WITH_X", "21:1", "pp-stray-condition", "did you mean #!ifdef?"),
    ("missing endif", "#!endif\n", "", "19:1", "pp-unclosed-condition", "every #!ifdef, #!ifndef and #!ifexp needs its own #!endif"),
    ("misspelt route call", "route(RELAY);\n    }", "route(RELY);\n    }", "33:15", "unknown-route", "did you mean RELAY?"),
    ("misspelt global", "children=4", "childern=4", "5:1", "unknown-global", "did you mean children?"),
    ("misspelt keyword", "failure_route[", "failiure_route[", "51:1", "syntax-expected-item", "did you mean failure_route?"),
    ("request_rout", "request_route {", "request_rout {", "22:1", "syntax-expected-item", "did you mean request_route?"),
    ("assign in cond", '$rU == "abc"', '$rU = "abc"', "31:15", "text-for-number", "'=' assigns; to compare with a text write '=='"),
    ("=== ", '$rU == "abc"', '$rU === "abc"', "31:15", "syntax-expected-expression", "to compare write '=='"),
    ("word in cond", '$rU == "abc"', "$rU == abc", "31:16", "undefined-name", "text stands in quotes"),
    ("var without dollar", "$var(x) = 5;", "var(x) = 5;", "30:5", "not-assignable", "write $var(x)"),
    ("var missing paren", "$var(x) = 5;", "$varx = 5;", "30:5", "unknown-variable", "did you mean $var?"),
    ("var unclosed", "$var(x) > 3", "$var(x > 3", "31:37", "syntax-expected-paren", "a '(' before it is not closed"),
    ("module typo", 'loadmodule "textops.so"', 'loadmodule "textop.so"', "13:12", "unknown-module", "did you mean textops?"),
    ("loadmodule no quotes", 'loadmodule "textops.so"', "loadmodule textops.so", "13:12", "syntax-expected-string", 'loadmodule "tm.so"'),
    ("module not loaded", 'loadmodule "textops.so"\n', "", "26:9", "function-needs-module", 'add loadmodule "textops.so"'),
    ("listen bad", "listen=udp:127.0.0.1:5060", "listen=upd:127.0.0.1:5060", "6:8", "invalid-listen", "the protocols are udp, tcp, tls, sctp, ws and wss"),
    ("listen bad ip", "listen=udp:127.0.0.1:5060", "listen=udp:127.0.0.1.5060", "6:8", "invalid-listen", ""),
    ("debug string", "debug=2", 'debug="2"', "3:7", "script-bad-value", "write it without quotes: debug=2"),
    ("children missing value", "children=4", "children=", "5:10", "syntax-expected-expression", ""),
    ("elseif", "        record_route();\n    }", "        record_route();\n    } elseif (1) { exit; }", "29:18", "syntax-missing-semicolon", "write 'else if'"),
    ("comment unclosed", "    $var(x) = 5;", "    /* hello\n    $var(x) = 5;", "30:5", "syntax-unclosed-comment", "it needs a */; all that follows in the file was passed over"),
    ("missing comma args", 'sl_send_reply("483", "Too', 'sl_send_reply("483" "Too', "24:9", "argument-count", "strings without a ',' between them are one string"),
    ("missing quote arg", 't_on_failure("FAIL")', 't_on_failure("FAIL)', "45:18", "syntax-unclosed-string", "its closing quote is missing on this line"),
    ("case colon", 'case "a":', 'case "a"', "36:17", "syntax-expected-colon", ""),
    ("default semicolon", "default:", "default;", "39:16", "syntax-expected-colon", "write ':' in place of ';'"),
    ("for loop", "    $var(x) = 5;", "    for ($var(i) = 0; $var(i) < 5; $var(i)++) { exit; }", "30:18", "syntax-expected-paren", "there is no 'for': write while (...) { ... }"),
    ("++", "    $var(x) = 5;", "    $var(x)++;", "30:14", "syntax-expected-expression", "there is no ++ and --: write $var(x) = $var(x) + 1"),
    ("stmt outside", "route[RELAY] {", "exit;\nroute[RELAY] {", "44:1", "syntax-expected-item", "calls and other statements belong into a route block"),
    ("modparam parentheses", 'modparam("tm", "fr_timer", 30000)', 'modparam("tm", "fr_timer", 30000', "17:33", "syntax-expected-paren", ""),
    ("unknown pv", "$si\\n", "$sii\\n", "32:39", "unknown-variable", "did you mean $si?"),
    ("bad trans", "user $rU from", "user $(rU{s.lenn}) from", "32:34", "unknown-transformation", "did you mean s.len?"),
    ("return val", "    exit;\n}\nfailure", "    retrun;\n}\nfailure", "49:5", "unknown-function", "did you mean return?"),
    ("route bracket", "route[RELAY] {", "route(RELAY) {", "44:6", "syntax-expected-brace", "the name of a block stands in brackets: route[NAME] { ... }"),
    ("route[ unclosed", "route[RELAY] {", "route[RELAY {", "44:13", "syntax-expected-bracket", ""),
    ("smart quotes", '"Too Many Hops"', "“Too Many Hops”", "24:30", "pp-foreign-character", 'strings stand between straight quotes: "text"'),
    ("drop function args", "t_relay()", 't_relay("a","b","c")', "46:10", "argument-count", ""),
    ("if missing parens both", 'if ($rU == "abc" && $var(x) > 3) {', 'if $rU == "abc" && $var(x) > 3) {', "31:35", "syntax-expected-statement", "one ')' too many, or a '(' is missing before it"),
]


class Mistakes(unittest.TestCase):
    def check(self, text):
        with tempfile.TemporaryDirectory(prefix="kukini-") as folder:
            path = pathlib.Path(folder, "kamailio.cfg")
            path.write_text(text)
            done = subprocess.run([BIN / "kukini", "-c", "-f", path], capture_output=True, text=True, timeout=30)
            return done.returncode, done.stderr

    def test_without_a_mistake(self):
        code, text = self.check(BASE)
        self.assertEqual(code, 0, text)

    def test_one_mistake_is_one_error(self):
        self.assertGreaterEqual(len(MISTAKES), 40)
        for what, before, after, place, error, hint in MISTAKES:
            with self.subTest(what):
                self.assertIn(before, BASE)
                code, text = self.check(BASE.replace(before, after, 1))
                self.assertEqual(code, 255, text)
                found = re.findall(r"kamailio\.cfg:(\d+:\d+): error: .*\[([a-z-]+)\]", text)
                self.assertEqual(found, [(place, error)], text)
                if hint:
                    self.assertIn("hint: " + hint, text)


if __name__ == "__main__":
    unittest.main()
