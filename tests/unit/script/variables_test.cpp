// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $var, $avp, $xavp and the other variables of the language; formats; transformations; selects.
#include <cstdlib>

#include "base/text.hpp"
#include "fixture.hpp"
#include "script/runtime.hpp"

namespace kukini::test {
namespace {

TEST(Variables, Var) {
  EXPECT_EQ(run_body("xlog(\"$var(a)\"); $var(a)=\"x\"; xlog(\"$var(a)\"); $var(a)=$null; xlog(\"[$var(a)]\"); if (defined $var(a)) xlog(\"defined\");"),
            "0|x|[0]|defined");
  ScriptRun s("request_route { $var(n) = $var(n) + 1; xlog(\"$var(n)\"); }");
  EXPECT_EQ(s.run(), "1");
  EXPECT_EQ(s.run(), "1") << "starts at 0 in every run";
}

TEST(Variables, NestedRunsShareVars) {
  ScriptRun s("request_route { $var(a) = 5; nested(); xlog(\"$var(a) $rc\"); }\nbranch_route[B] { xlog(\"b $var(a)\"); $var(a) = 6; exit; }\n", true);
  EXPECT_EQ(s.codes(), "script-unknown-function");
  static constexpr manifest::Function kNested{"nested", {}, manifest::kAnyRoute, ""};
  s.modules.bindings.functions.emplace("nested", sdk::BoundFunction{&kNested, "fake", [](void*, sdk::Context& c, sdk::Args) {
                                         auto r = c.program->run(c, manifest::kBranch, c.program->find_route(manifest::kBranch, "B"));
                                         return r.exited ? 7 : -1;
                                       }, nullptr, nullptr});
  diag::Emitter emitter;
  s.program = script::build(*s.script, s.modules.bindings, {}, emitter);
  ASSERT_NE(s.program, nullptr);
  EXPECT_EQ(s.run(), "b 5|6 7");
}

TEST(Variables, AvpLikeTheOracle) {
  EXPECT_EQ(run_body(R"~(
    $avp(a)=1; $avp(a)="two"; xlog("$avp(a) $(avp(a)[1]) all=$(avp(a)[*])");
    $avp(a)=$null; xlog("$avp(a)"); $(avp(a)[*])=$null; xlog("$avp(a)");
    $avp(b)=1; $(avp(b)[0])=7; xlog("$(avp(b)[*])"); $(avp(b)[*])=9; xlog("$(avp(b)[*])");
    $avp(b)=1;$avp(b)=2;$avp(b)=3; $(avp(b)[1])=55; xlog("$(avp(b)[*]) [5]=$(avp(b)[5])");
    $(avp(b)[1])=$null; xlog("$(avp(b)[*])");
    $avp(s:x)="old"; xlog("$avp(x)"); $avp(i:7)="seven"; xlog("$avp(i:7) $avp(7)");
    $var(n)="dyn"; $avp($var(n))=5; xlog("$avp(dyn) $avp(s:dyn)"); $var(n)=7; xlog("$avp($var(n))");)~"),
            "two 1 all=two, 1|1|<null>|7, 1|9|55, 3, 2, 1, 9 [5]=<null>|3, 2, 1, 9|old|seven <null>|5 5|seven");
  EXPECT_EQ(run_body("$avp(z)=1; $avp(z)=2; $avp(z)=3; $var(i)=-1; xlog(\"$(avp(z)[-1]) $(avp(z)[$var(i)]) $(avp(z)[-3]) $(avp(z)[-4])\");"),
            "1 1 3 <null>");
}

TEST(Variables, XavpLikeTheOracle) {
  EXPECT_EQ(run_body(R"~(
    $xavp(q=>a)=1; $xavp(q[0]=>b)="bee"; xlog("$xavp(q=>a) $xavp(q=>b) $xavp(q[0]=>a) $xavp(q=>zz)");
    $xavp(q=>a)=2; xlog("$xavp(q=>a) $xavp(q[1]=>a) $xavp(q[1]=>b)");
    $xavp(q[0]=>a)=3; xlog("$xavp(q=>a) $xavp(q[0]=>a[1])");
    $xavp(q[0]=>a[1])=4; xlog("$xavp(q=>a) $xavp(q[0]=>a[1]) $xavp(q[0]=>a[0])");
    $xavp(q[0]=>a)=$null; xlog("$xavp(q=>a)");
    $xavp(q)=$null; xlog("$xavp(q=>a)"); $xavp(q)=$null; xlog("$xavp(q=>a)");
    $xavp(p=>s)=5; $xavp(p)=6; xlog("$xavp(p) $xavp(p[1]=>s)");
    $xavp(c=>l)=1; $xavp(c[0]=>l)="b"; xlog("$xavp(c[0]=>l[*]) $xavp(none[*]) $xavp(c[*]=>l)");
    $xavp(n[0]=>k)=5; $xavp(c[0]=>l[5])=1; $xavp(c[0]=>nk[0])=1; $xavp(zz[0])=1; xlog("$xavp(n=>k) $xavp(c[0]=>l[*]) $xavp(c=>nk) $xavp(zz)");
    $var(i)=1; xlog("$xavp(p[$var(i)]=>s)");)~"),
            "1 bee 1 <null>|2 1 bee|3 2|3 4 3|4|1|<null>|6 5|b, 1 <null> b|<null> b, 1 <null> <null>|5");
  EXPECT_EQ(run_body("$xavu(v)=5; $xavu(a=>x)=1; $xavu(a=>x)=2; $xavu(b=>c=>d)=3; xlog(\"$xavu(a=>x) $xavu(b=>c=>d)\"); $xavi(AbC=>D)=\"i\"; xlog(\"$xavi(aBc=>d)\");"),
            "2 3|i");
}

TEST(Variables, Simple) {
  setenv("KUKINI_TEST_VARIABLE", "value", 1);
  EXPECT_EQ(run_body("xlog(\"$null $env(KUKINI_TEST_VARIABLE) [$env(KUKINI_NOT_THERE)] $envn(KUKINI_NOT_THERE)\");"), "<null> value [<null>] <null>");
  EXPECT_EQ(ScriptRun("#!define AB \"c d\"\nrequest_route { xlog(\"$def(AB) $defn(NOPE) [$def(NOPE)]\"); }").run(), "\"c d\" 0 [<null>]");
  EXPECT_EQ(run_body("$null = 5; $ru = \"sip:x@y\"; xlog(\"$ru $rU $hdr(From) $hdr(Nope) $(hdr(Via)[1])\");"),
            "sip:x@y x \"Bob\" <sip:bob@example.com>;tag=1 <null> SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKb");
}

TEST(Variables, Formats) {
  EXPECT_EQ(run_body("xlog(\"100$$ $rU%\"); xlog(\"\"); xlog(\"plain\"); xlog($rU); xlog(\"a\" + $rU + 5); xlog(\"L_INFO\", \"$rU\"); xlog(\"$both\");"),
            "100$ alice%||plain|alice|aalice5|alice|007");
}

TEST(Variables, Transformations) {
  EXPECT_EQ(run_body("xlog(\"$(rU{s.len}) $(rU{s.sel,1,:}) $(rU{s.sel,$var(i),,}) $(rU{re.raw,/a,b/$rU/})\");"),
            "5 salice,b1/1,s: salice,i0,s, salice,s/a,b/$rU/");
  EXPECT_EQ(run_body("$var(x) = $(rU{s.len}{s.sel,0,x}); xlog(\"$var(x)\");"), "i5,b0/0,sx");
}

TEST(Variables, Selects) {
  EXPECT_EQ(ScriptRun("pstn.gw_ip = \"192.0.2.1\" desc \"gateway\"\npstn.port = 5060\nrequest_route {\n"
                      " if (@via[2].branch == \"z9hG4bKb\") xlog(\"b\"); $var(h) = @via[1].host; xlog(\"$var(h) $sel(via[1].port)\");\n"
                      " if (strempty($sel(cfg_get.pstn.gw_ip))) xlog(\"none\"); else xlog(\"$sel(cfg_get.pstn.gw_ip):$sel(cfg_get.pstn.port)\");\n"
                      " $var(u) = @ruri.user; xlog(\"$var(u) $sel(hf_value.max_forwards)\"); }\n")
                .run(),
            "b|192.0.2.7 5062|192.0.2.1:5060|alice 70");
}

TEST(Variables, RuntimeVariables) {
  script::RuntimeVariables runtime;
  std::atomic<std::int64_t> timer{30000};
  runtime.add("tm", "fr_timer", "", timer);
  auto custom = [](std::string name, std::string text) {
    script::Setting s;
    s.is_integer = base::to_number<std::int64_t>(text).has_value();
    if (s.is_integer) s.number = *base::to_number<std::int64_t>(text);
    s.text = text;
    return script::CustomVariable{"grp", std::move(name), s, ""};
  };
  runtime.take({custom("num", "5"), custom("txt", "abc")});
  script::BuildOptions options;
  options.runtime = &runtime;
  ScriptRun s("request_route { xlog(\"$sel(cfg_get.grp.num) $sel(cfg_get.grp.txt) $sel(cfg_get.tm.fr_timer)\"); if (@cfg_get.grp.num == 5) xlog(\"five\"); }", false,
              options);
  EXPECT_EQ(s.run(), "5 abc 30000|five");
  runtime.set_text(*runtime.find("grp.txt"), "x");
  runtime.find("grp.num")->number->store(6);
  timer = 1;
  EXPECT_EQ(s.run(), "6 x 1");
  // A reload of the same script keeps what was changed, a script with another value sets it.
  runtime.take({custom("num", "7"), custom("txt", "abc")}, true);
  EXPECT_EQ(s.run(), "6 x 1");
  runtime.take({custom("num", "7"), custom("txt", "abc")});
  EXPECT_EQ(s.run(), "7 x 1");
}

TEST(Variables, OldOperands) {
  auto yes = [](const std::string& condition) { return run_body("if (" + condition + ") xlog(\"y\"); else xlog(\"n\");"); };
  for (const char* c : {"uri==myself", "src_ip==192.0.2.0/24", "src_ip==192.0.2.7", "src_ip==\"192.0.2.7\"", "src_ip==192.0.0.0/255.255.0.0",
                        "method==\"OPTIONS\"", "method==OPTIONS", "proto==UDP", "af==INET", "msg:len>100", "msg:len<=max_len", "from_uri!=myself",
                        "uri=~\"^SIP:alice@.*\"", "method=~\"INV|OPT\"", "src_port==5062", "dst_port==5060", "dst_ip==127.0.0.1", "dst_ip==myself",
                        "from_uri==\"sip:bob@example.com\"", "to_uri=~\"alice@\"", "src_ip=~\"^192\\.0\"", "!(src_ip==10.0.0.0/8)", "proto!=TCP",
                        "$ru==myself", "retcode==0"})
    EXPECT_EQ(yes(c), "y") << c;
  for (const char* c : {"method==\"INVITE|OPTIONS\"", "src_ip!=192.0.2.7", "src_ip==myself", "src_ip==[2001:db8::1]", "status==200", "af==INET6"})
    EXPECT_EQ(yes(c), "n") << c;
  ScriptRun s("onreply_route { if (status=~\"18[0-9]\") xlog(\"18x\"); if (status==\"180\") xlog(\"text\"); if (status==180) xlog(\"number\"); }");
  ContextBuilder m("SIP/2.0 180 Ringing\nVia: SIP/2.0/UDP 127.0.0.1\nContent-Length: 0\n\n");
  EXPECT_EQ(s.run(m, manifest::kOnreplyCore), "18x|text|number");
}

TEST(Variables, BindForModparams) {
  FakeModules modules;
  auto pv = script::bind_pv("$avp(x)", modules.bindings);
  ASSERT_TRUE(pv);
  ContextBuilder m(kOptions);
  EXPECT_TRUE((*pv)->settable());
  EXPECT_TRUE((*pv)->set(m.context, sdk::Value::string("v")));
  EXPECT_EQ((*pv)->get(m.context).s, "v");
  EXPECT_EQ((*pv)->text(), "$avp(x)");
  auto var = script::bind_pv("$var(x)", modules.bindings);
  ASSERT_TRUE(var);
  EXPECT_EQ((*var)->get(m.context).i, 0) << "outside of a run";
  EXPECT_FALSE((*var)->set(m.context, sdk::Value::integer(1)));
  auto format = script::bind_format("<$rU@$avp(x)>", modules.bindings);
  ASSERT_TRUE(format);
  EXPECT_EQ((*format)->eval(m.context), "<alice@v>");
  EXPECT_FALSE(script::bind_pv("$nope(x)", modules.bindings));
  EXPECT_FALSE(script::bind_pv("text", modules.bindings));
  EXPECT_FALSE(script::bind_format("a $nope b", modules.bindings));
}

}  // namespace
}  // namespace kukini::test
