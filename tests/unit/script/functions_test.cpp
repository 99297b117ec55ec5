// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Core functions; arguments of every kind; what cannot be bound.
#include <set>

#include "fixture.hpp"
#include "catalog/catalog.hpp"
#include "catalog/core_manifest.hpp"
#include "script/functions/core_functions.hpp"

namespace kukini::test {
namespace {

TEST(CoreFunctions, TableAndCodeAgree) {
  std::set<std::string_view> names;
  // Bound with what the script declares; tested below and against the oracle.
  const std::set<std::string_view> special{"setavpflag", "resetavpflag", "isavpflagset", "cfg_select", "cfg_reset"};
  for (const auto& f : catalog::kManifest_core.functions) {
    EXPECT_EQ(script::find_core_function(f.name) == nullptr, special.contains(f.name)) << f.name;
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
  }
  for (auto list : {script::flag_functions(), script::uri_functions(), script::destination_functions(), script::misc_functions()})
    for (const auto& f : list) EXPECT_EQ(names.count(f.name), 1u) << f.name;
}

TEST(CoreFunctions, NoneOfTheCatalogIsMissing) {
  const std::set<std::string_view> statements{"break", "drop", "exit", "return", "route"};
  std::set<std::string_view> ours;
  for (const auto& f : catalog::kManifest_core.functions) ours.insert(f.name);
  catalog::Catalog all(catalog::module_manifests(), &catalog::kManifest_core);
  std::size_t count = 0;
  for (auto name : all.function_names())
    for (const auto& fact : all.functions(name)) {
      if (fact.module != "core" || statements.contains(fact.name)) continue;
      ++count;
      EXPECT_TRUE(ours.contains(fact.name)) << fact.name;
    }
  EXPECT_GT(count, 50u);
}

TEST(CoreFunctions, FlagsOfAvps) {
  EXPECT_EQ(ScriptRun("avpflags one, two;\nrequest_route { $avp(a) = 1; if (setavpflag(\"a\", \"one\")) xlog(\"set\"); if (isavpflagset(\"s:a\", one)) xlog(\"is\");"
                      " if (!isavpflagset(\"a\", \"two\")) xlog(\"two is not\"); $avp(a) = 2; if (!isavpflagset(\"a\", \"one\")) xlog(\"another one\"); $avp(a) = $null;"
                      " if (isavpflagset(\"f.a\", \"one\")) xlog(\"again\"); resetavpflag(\"a\", \"one\"); if (!isavpflagset(\"a\", \"one\")) xlog(\"reset\");"
                      " if (!setavpflag(\"nope\", \"one\")) xlog(\"none\"); }")
                .run(),
            "set|is|two is not|another one|again|reset|none");
  EXPECT_EQ(ScriptRun("avpflags one;\nrequest_route { setavpflag(\"a\", \"two\"); }", true).program, nullptr);
}

TEST(CoreFunctions, LeaveTheResultAlone) {
  EXPECT_EQ(run_body("no(); isflagset(5); xlog(\"$rc\"); no(); if (isflagset(5)) xlog(\"bad\"); xlog(\"$rc\"); no(); $var(x) = setflag(3); xlog(\"$rc $var(x)\");"
                     " no(); if (isflagset(3)) xlog(\"$rc\"); yes(); isbflagset(3); xlog(\"$rc\");"),
            "-1|0|0 1|0|-1");
}

/// Body after `seturi("…")` and the R-URI then; seen in Kamailio 5.6.3.
TEST(CoreFunctions, UriLikeTheOracle) {
  struct {
    const char* uri;
    const char* body;
    const char* result;
  } rows[] = {
      {"sip:alice@h:1;t=u", "prefix(\"99\");", "sip:99alice@h:1;t=u"},
      {"sip:99alice@h:1;t=u", "strip(1);", "sip:9alice@h:1;t=u"},
      {"sip:9alice@h:1;t=u", "strip_tail(2);", "sip:9ali@h:1;t=u"},
      {"sip:9ali@h:1;t=u", "strip(20);", "sip:h:1;t=u"},
      {"sip:h:1;t=u", "rewritehost(\"h.com\");", "sip:h.com:1;t=u"},
      {"sip:h:1;t=u", "rewritehostport(\"h2.com:99\");", "sip:h2.com:99;t=u"},
      {"sip:h2.com:99;t=u", "rewriteport(\"77\");", "sip:h2.com:77;t=u"},
      {"sip:h2.com:77;t=u", "rewriteuser(\"u\");", "sip:u@h2.com:77;t=u"},
      {"sip:u@h2.com:77;t=u", "rewriteuserpass(\"u:p\");", "sip:u:p@h2.com:77;t=u"},
      {"sip:u:p@h2.com:77", "rewriteuser(\"v\");", "sip:v:p@h2.com:77"},
      {"sip:v:p@h2.com:77", "sethostport(\"[::1]\");", "sip:v:p@[::1]"},
      {"sip:v:p@[::1]", "sethost(\"x.y\");", "sip:v:p@x.y"},
      {"sip:alice@127.0.0.1:5;transport=udp", "rewriteport(\"\");", "sip:alice@127.0.0.1;transport=udp"},
      {"sip:alice@127.0.0.1;transport=udp", "rewriteuser(\"\");", "sip:127.0.0.1;transport=udp"},
      {"sip:n", "prefix(\"4\");", "sip:4@n"},
      {"sip:n", "strip(1);", "sip:n"},
      {"tel:+1234", "prefix(\"9\");", "tel:9+1234"},
      {"tel:9+1234", "strip(2);", "tel:1234"},
      {"tel:1234", "rewritehost(\"a\");", "sip:1234@a;user=phone"},
      {"sip:u@h;lr", "userphone();", "sip:u@h;lr;user=phone"},
      {"sip:u@h;transport=tcp;x", "rewritehostporttrans(\"z:5;transport=tls\");", "sip:u@z:5;x;transport=tls"},
      {"sip:new@n", "revert_uri();", "sip:alice@127.0.0.1:5060;transport=udp"},
      {"sip:u@h", "$var(p)=\"0\"; prefix($var(p)); prefix(\"+$var(p)\");", "sip:+00u@h"},
  };
  for (const auto& r : rows)
    EXPECT_EQ(run_body(std::string("seturi(\"") + r.uri + "\"); " + r.body + " xlog(\"$ru\");"), r.result) << r.uri << " " << r.body;
  EXPECT_EQ(run_body("seturi(\"garbage\"); if (strip(1)) xlog(\"yes\"); else xlog(\"no $ru\");"), "no garbage");
}

TEST(CoreFunctions, Flags) {
  EXPECT_EQ(ScriptRun("flags FLAG_A, FLAG_B:7, FLAG_C\nrequest_route { setflag(FLAG_B); if (isflagset(7)) xlog(\"7\"); if (!isflagset(FLAG_A)) xlog(\"a\");"
                      " setflag(\"3\"); if (isflagset(3)) xlog(\"3\"); resetflag(3); if (isflagset(3)) xlog(\"bad\"); setflag(31); if (isflagset(31)) xlog(\"31\");"
                      " setbflag(2); if (isbflagset(2)) xlog(\"b2\"); if (isbflagset(2, 1)) xlog(\"bad\"); append_branch(\"sip:x@y\"); if (isbflagset(2, 1)) xlog(\"b1\");"
                      " setsflag(4); if (issflagset(4)) xlog(\"s4\"); }")
                .run(),
            "7|a|3|31|b2|b1|s4");
}

TEST(CoreFunctions, Branches) {
  ScriptRun s("request_route { append_branch(\"sip:b1@x\", \"0.5\"); append_branch(); setdsturi(\"sip:1.2.3.4\"); if (isdsturiset()) xlog(\"set\");"
              " force_rport(); if (force_send_socket(\"second\")) xlog(\"socket\"); if (!force_send_socket(udp:9.9.9.9:1)) xlog(\"none\"); }\n"
              "route[X] { clear_branches(); resetdsturi(); remove_branch(0); }\n");
  ContextBuilder m(kOptions);
  EXPECT_EQ(s.run(m), "set|socket|none");
  ASSERT_EQ(m.context.branch_count, 2u);
  EXPECT_EQ(m.context.branches[0].ruri, "sip:b1@x");
  EXPECT_EQ(m.context.branches[0].q, 500);
  EXPECT_EQ(m.context.branches[1].ruri, m.context.ruri());
  EXPECT_EQ(m.context.target.dst_uri, "sip:1.2.3.4");
  EXPECT_EQ(m.context.target.send_socket, 1);
  EXPECT_TRUE(m.context.has(sdk::ProcessingFlag::force_rport));
  s.run(m, manifest::kRequest, "X");
  EXPECT_EQ(m.context.branch_count, 0u);
  EXPECT_TRUE(m.context.target.dst_uri.empty());
}

TEST(Arguments, Kinds) {
  EXPECT_EQ(ScriptRun("flags F:9\nrequest_route { kinds(5, \"t$rU\", \"l$rU\", F); kinds(\"6\", $rU, word, \"F\", $both); kinds(2 + 3, \"a\" + 1, lit, 3, \"x$rU\");"
                      " kinds(\"$both\", \"100$$\", \"q\", 1, 8); $var(n)=\"12\"; kinds($var(n), $null, \"z\", $var(n), $null); }")
                .run(),
            "i5 stalice sl$rU i9|i6 salice sword i9 b7/007|i5 sa1 slit i3 sxalice|i7 s100$ sq i1 i8|i12 s sz i12 null");
}

TEST(Arguments, NotANumberFailsTheCall) { EXPECT_EQ(run_body("ret($rU); xlog(\"$rc\"); ret(\"$rU\"); xlog(\"$rc\");"), "-1|-1"); }

TEST(Arguments, PvRegexRoutePrepare) {
  EXPECT_EQ(run_body("setpv($avp(a), \"1\"); setpv(\"$var(b)\", \"$avp(a)2\"); xlog(\"$avp(a) $var(b)\");"), "1 12");
  EXPECT_EQ(run_body("if (find(\"^b+$\", \"BBB\")) xlog(\"1\"); $var(r)=\"c\"; if (find(\"^$var(r)$\", \"c\")) xlog(\"2\"); if (!find(\"[0-9]{3}\", \"12\")) xlog(\"3\");"),
            "1|2|3");
  EXPECT_EQ(ScriptRun("request_route { arm(\"F2\"); arm(\"0\"); arm(F1); $var(f)=\"F2\"; arm($var(f)); arm(\"F$var(x)\"); }\n"
                      "failure_route[F1] { exit; }\nfailure_route[F2] { exit; }\n")
                .run(),
            "arm 1 F2|arm -1 0|arm 0 F1|arm 1 F2|arm -1 F0");
  EXPECT_EQ(run_body("keep(\"x\"); keep(\"$rU\");"), "prepared x|at run");
}

TEST(Errors, AllAreReportedAtOnce) {
  ScriptRun s("request_route {\n nope(1); $nopv = 1; xlog(\"a $zzz b\"); route(NOROUTE); ret(1, 2); arm(\"NOFAIL\");\n $ro = 2; $(rU{x.y}) = 1; xlog(\"$(rU{x.y})\");\n"
              " if ($rU =~ \"(\") exit; ret(word); keep(\"bad\"); $xavp(a=>b=>c=>d) = 1; xlog(\"$sel(no.such)\"); if (src_ip == 1.2.3.4/99) exit;\n}\n",
              true);
  EXPECT_EQ(s.program, nullptr);
  EXPECT_EQ(s.codes(),
            "script-unknown-function|script-unknown-variable|script-unknown-variable|script-unknown-route|script-argument-count|script-unknown-route|"
            "script-read-only|script-unknown-transformation|script-unknown-transformation|script-bad-regex|script-bad-argument|script-bad-argument|"
            "script-bad-variable-name|script-unknown-select|script-bad-address");
  const auto& in_string = s.emitter.all()[2];
  EXPECT_EQ(in_string.primary.line, 2u);
  EXPECT_EQ(in_string.primary.source_line.substr(in_string.primary.column - 1, in_string.primary.length), "$zzz");
}

}  // namespace
}  // namespace kukini::test
