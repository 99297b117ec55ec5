// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where rules must keep quiet, and odd ways to write what they must see.
#include <gtest/gtest.h>

#include "lint/linter.hpp"

namespace kukini::lint::test {
namespace {

struct Case {
  std::string_view code;
  bool said;
  std::string_view text;
};

bool says(std::string_view code, std::string_view text) {
  Options options;
  options.target = "5.6";
  options.select = {std::string(code)};
  auto kind = find_code(code)->group == Group::lists ? Kind::dispatcher_list : Kind::script;
  for (const auto& d : lint_text("test", std::string(text), options, kind))
    if (d.code == code) return true;
  return false;
}

constexpr Case kCases[] = {
    // is_method() and the operand do not look at letter case, $rm does (tried with Kamailio 5.6.3).
    {"method-name", false, "request_route { if (is_method(\"invite|ACK\")) exit; if (method==\"register\") exit; }"},
    {"method-name", true, "request_route { if ($rm == \"register\") exit; }"},
    {"method-name", true, "request_route { if (is_method(\"INVITE ACK\")) exit; }"},
    {"method-name", false, "request_route { if (is_method(\"INVITE,ACK\")) exit; if ($rm == \"PING\") exit; }"},
    {"method-name", true, "request_route { switch ($rm) { case \"SUBCRIBE\": exit; } }"},
    {"xlog-level", false, "request_route { xlog(\"L_WARNING\", \"x\"); xlog(\"$var(l)\", \"x\"); xlog(\"info\"); }"},
    {"xlog-level", true, "request_route { xlog(\"3\", \"x\"); }"},
    {"reply-code", false, "request_route { sl_send_reply(\"$var(c)\", \"x\"); sl_send_reply(699, \"x\"); }"},
    {"reply-phrase", false, "request_route { sl_send_reply(\"404\", \"not found\"); sl_send_reply(\"480\", \"Gone home\"); sl_send_reply(\"606\", \"Not Acceptable\"); }"},
    {"case-falls-through", false, "request_route { switch ($rU) { case \"1\": if ($fU == 1) { exit; } else { return; } case \"2\": exit; } }"},
    {"case-falls-through", false, "request_route { switch ($rU) { case \"1\": route(END); case \"2\": exit; } } route[END] { exit; }"},
    {"empty-route", false, "request_route {\n#!ifdef X\nexit;\n#!endif\n}"},
    // One finding for one mistake: what only follows from another one is not said.
    {"undefined-name", false, "request_route { no_such_function(WORD); }"},
    {"undefined-name", false, "request_route { setflag(FLT_NOWHERE); }"},
    {"unknown-flag", true, "request_route { setflag(FLT_NOWHERE); }"},
    {"undefined-name", true, "loadmodule \"pv.so\"\nrequest_route { $var(x) = WORD; }"},
    {"undefined-name", false, "include_file \"no-such-file.cfg\"\nloadmodule \"pv.so\"\nrequest_route { $var(x) = WORD; }"},
    {"unknown-route", false, "include_file \"no-such-file.cfg\"\nrequest_route { route(ELSEWHERE); }"},
    {"unknown-armed-route", false, "include_file \"no-such-file.cfg\"\nloadmodule \"tm.so\"\nrequest_route { t_on_reply(\"ELSEWHERE\"); }"},
    {"function-needs-module", true, "request_route { t_precheck_trans(); }"},
    {"function-needs-module", false, "include_file \"no-such-file.cfg\"\nrequest_route { t_precheck_trans(); }"},
    {"function-needs-module", false, "{% if x %}loadmodule \"tmx.so\"\n{% endif %}\nrequest_route { t_precheck_trans(); }"},
    {"unknown-route", false, "request_route {\n\tlog(\"a);\n\troute(NEXT);\n\tlog(\"b\");\n}\nroute[NEXT] {\n\tlog(\"c\");\n}\n"},
    {"unknown-route", true, "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route { t_continue(1, 2, \"NEXT\"); }"},
    {"unknown-route", false, "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route { t_continue(1, 2, \"NEXT\"); log(\"a); }\nroute[NEXT] { log(\"c\"); }"},
    {"unused-route", false, "loadmodule \"tm.so\"\nrequest_route { t_on_reply\"NEXT\"); t_relay(); }\nonreply_route[NEXT] { exit; }"},
    {"undeclared-variable", true, "request_route { if (@cfg_get.group.name == 1) exit; }"},
    {"undeclared-variable", false, "include_file \"no-such-file.cfg\"\nrequest_route { if (@cfg_get.group.name == 1) exit; }"},
    {"dispatcher-without-failover", true, "loadmodule \"tm.so\"\nloadmodule \"dispatcher.so\"\nrequest_route { ds_select_dst(1, 4); t_relay(); }"},
    {"dispatcher-without-failover", false, "loadmodule \"tm.so\"\nloadmodule \"dispatcher.so\"\nrequest_route { ds_select_dst(1, 4); t_on_failure(\"F\"); t_relay(); }\nfailure_route[F] { ds_select_dst(2, 4); t_relay(); }"},
    {"modparam-twice", true, "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 500)\nmodparam(\"tm\", \"fr_timer\", 500)\n"},
    // Two features that both need it.
    {"modparam-twice", false, "#!define A\n#!define B\nloadmodule \"tm.so\"\n#!ifdef A\nmodparam(\"tm\", \"fr_timer\", 500)\n#!endif\n#!ifdef B\nmodparam(\"tm\", \"fr_timer\", 500)\n#!endif\n"},
    {"modparam-twice", true, "#!define A\n#!define B\nloadmodule \"tm.so\"\n#!ifdef A\nmodparam(\"tm\", \"fr_timer\", 500)\n#!endif\n#!ifdef B\nmodparam(\"tm\", \"fr_timer\", 700)\n#!endif\n"},
    {"variable-never-read", true, "loadmodule \"pv.so\"\nrequest_route { $var(x) = 1; exit; }"},
    {"variable-never-read", false, "#!ifdef X\ninclude_file \"more.cfg\"\n#!endif\nloadmodule \"pv.so\"\nrequest_route { $var(x) = 1; exit; }"},
    {"unused-route", true, "loadmodule \"tm.so\"\nrequest_route { t_relay(); }\nonreply_route[NEXT] { exit; }"},
    {"unused-route", false, "loadmodule \"rtimer.so\"\nmodparam(\"rtimer\", \"exec\", \"timer=t;route=TICK\")\nrequest_route { exit; } route[TICK] { route(B); } route[B] { exit; }"},
    {"unused-route", false, "request_route {\n#!ifdef X\nroute(A);\n#!endif\nexit; } route[A] { route(B); } route[B] { exit; }"},
    {"unused-route", true, "request_route { exit; } route[A] { route(B); } route[B] { route(A); }"},
    {"unused-module", false, "loadmodule \"textops.so\"\n#!ifdef X\nsearch(\"x\")\n#!endif\nrequest_route { exit; }"},
    {"unused-module", false, "loadmodule \"sl.so\"\nloadmodule \"usrloc.so\"\nloadmodule \"registrar.so\"\nrequest_route { save(\"location\"); }"},
    {"unused-module", true, "loadmodule \"maxfwd.so\"\n# mf_process_maxfwd_header(\"10\")\nrequest_route { exit; }"},
    {"modparam-twice", false, "loadmodule \"htable.so\"\nmodparam(\"htable\", \"htable\", \"a=>size=1;\")\nmodparam(\"htable\", \"htable\", \"b=>size=1;\")\nrequest_route { exit; }"},
    {"modparam-before-loadmodule", false, "loadmodule \"tm.so\"\nmodparam(\"tm|usrloc\", \"x\", 1)\nloadmodule \"usrloc.so\"\nrequest_route { exit; }"},
    {"module-dependency", false, "loadmodule \"usrloc.so\"\nmodparam(\"usrloc\", \"db_mode\", 0)\nrequest_route { exit; }"},
    {"module-dependency", true, "loadmodule \"usrloc.so\"\nmodparam(\"usrloc\", \"db_mode\", 2)\nrequest_route { exit; }"},
    {"module-order", false, "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route { exit; }"},
    {"duplicate-listen", true, "listen=udp:10.0.0.1\nlisten=UDP:10.0.0.1:5060\nrequest_route { exit; }"},
    {"duplicate-listen", false, "listen=udp:10.0.0.1\nlisten=tcp:10.0.0.1\nalias=\"10.0.0.1\"\nrequest_route { exit; }"},
    {"flag-never-set", false, "request_route { if (isflagset(3)) exit; $mF = 8; }"},
    {"flag-never-tested", false, "#!define F 3\nloadmodule \"acc.so\"\nmodparam(\"acc\", \"log_flag\", F)\nrequest_route { setflag(F); }"},
    {"flag-never-tested", false, "flags NAT:4;\nrequest_route { setflag(NAT); if (isflagset(4)) exit; }"},
    {"unused-define", false, "#!define A 1\n#!ifdef X\nchildren=A\n#!endif\nrequest_route { exit; }"},
    {"unused-define", true, "#!define A 1\n# children=A\nrequest_route { exit; }"},
    {"ifdef-never", false, "#!ifndef A\n#!define A\n#!ifdef A\nchildren=1\n#!endif\n#!endif\nrequest_route { exit; }"},
    {"ifdef-never", true, "#!ifdef A\n#!else\n#!ifdef A\nchildren=1\n#!endif\n#!endif\nrequest_route { exit; }"},
    {"sql-injection", false, "request_route { if ($fU =~ \"^[0-9]+$\") sql_query(\"ca\", \"x '$fU'\"); sql_query(\"ca\", \"x $(tU{sql.val}) $si\"); }"},
    {"sql-injection", true, "request_route { sql_query(\"ca\", \"x '\" + $hdr(X) + \"'\"); }"},
    {"exec-injection", true, "request_route { exec_avp(\"x $(hdr(From){s.substr,0,3})\", \"$avp(x)\"); }"},
    {"negated-operand", false, "request_route { if (!($rU == \"1\")) exit; if (!uri==myself) exit; if ((!$rU) == 1) exit; }"},
    {"regex-unescaped-dot", false, "request_route { if ($si =~ \"^10\\\\.0\\\\.\" || $si =~ \"^10.*\" || $rU =~ \"1.2.3\") exit; }"},
    {"self-comparison", false, "request_route { if ($RANDOM == $RANDOM) exit; if (f() || f()) exit; }"},
    {"hostname-in-listen", false, "listen=udp:eth0.100:5060\nlisten=udp:[::1]:5060\nlisten=udp:10.0.0.1\nlisten=eth0\nrequest_route { exit; }"},
    {"timer-in-seconds", false, "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 500)\nrequest_route { t_set_fr(0, 2000); }"},
    {"probing-off", false, "loadmodule \"dispatcher.so\"\nrequest_route { ds_mark_dst(\"d\"); }"},
    {"undefined-htable", false, "loadmodule \"htable.so\"\nmodparam(\"htable\", \"htable\", \"a=>size=1;\")\nrequest_route { $sht($var(t)=>x) = 1; $sht(a=>x) = 1; }"},
    {"list-uri", false, "1 sip:a.example.com;transport=TLS\n1 sip:u@[2001:db8::1]:5060\n# x\n"},
    {"list-uri", true, "1 sip:2001:db8::1\n"},
    {"list-attribute", false, "1 sip:a 0 0 \"weight=5;duid=x\"\n1 sip:b 0 0 my=1;class=gold\n"},
    {"list-attribute", true, "1 sip:a 0 0 \"weight=500;duid=x\"\n"},
    {"list-weight-sum", false, "1 sip:a 0 0 weight=60\n2 sip:a 0 0 weight=60\n"},
    {"list-trailing-text", false, "1 sip:a 0 0 weight=60 # text\n"},
};

TEST(Rules, KeepQuietAndSee) {
  for (const auto& c : kCases) EXPECT_EQ(says(c.code, c.text), c.said) << c.code << "\n" << c.text;
}

TEST(Rules, NothingBreaksThem) {
  Options options;
  options.select = {"all"};
  for (std::string_view text : {"", "}", "request_route {", "route[] { }", "#!ifdef", "#!define", "modparam(", "listen=", "request_route { if ( }",
                                "request_route { switch ($rU) { case 1: } }", "route[A] { route(", "\xff\xfe", "event_route[", "flags ;"})
    lint_text("test.cfg", std::string(text), options);
  for (std::string_view text : {"", "1", "x y z", "1 sip: ;; ;=", "1 sip:[ 0 0 =;\"", "\"", "1 \"sip:a"}) lint_text("x.list", std::string(text), options);
}

}  // namespace
}  // namespace kukini::lint::test
