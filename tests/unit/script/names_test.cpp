// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $vn and $vz beside $var, start values of $var, variables whose inner text is a variable of its own.
#include "fixture.hpp"

namespace kukini::test {
namespace {

TEST(Names, NullAndZeroVariables) {
  EXPECT_EQ(run_body(R"~($vz(a) = 7; xlog("$var(a) $vz(b) $vn(a) $vn(b)");)~"), "7 0 <null> <null>");
  EXPECT_EQ(run_body(R"~(if ($vn(c) == $null) xlog("null"); $vn(c) = 0; if ($vn(c) != $null) xlog("$vn(c)"); $vn(c) = $vn(c) + 5; xlog("$vn(c)");
                        $vn(c) = "x"; xlog("$vn(c)"); $vn(c) = $null; xlog("$vn(c) $var(c)");)~"),
            "null|0|5|x|<null> 0");
}

TEST(Names, StartValues) {
  sdk::set_start_value_of_var("names_test_number", sdk::Value::integer(42));
  {
    std::string text = "gone soon";
    sdk::set_start_value_of_var("names_test_text", sdk::Value::string(text));
  }
  ScriptRun script(R"~(request_route { xlog("$var(names_test_number) $var(names_test_text) $var(names_test_none)");
                                      $var(names_test_number) = 1; $var(names_test_text) = ""; })~");
  EXPECT_EQ(script.run(), "42 gone soon 0");
  EXPECT_EQ(script.run(), "42 gone soon 0") << "each run starts anew";
}

TEST(Names, DefinesWithAndWithoutQuotes) {
  ScriptRun script("#!define PLAIN xyz\n#!define DOUBLE \"x y\"\n#!define SINGLE 'x z'\ncoreparam[iuid] = \"one\"\n"
                   R"~(request_route { xlog("$defs(PLAIN) $defs(DOUBLE) $defs(SINGLE) $defs(NONE)"); xlog("$defv(PLAIN) $defv(DOUBLE) $defv(SINGLE) $defv(NONE)");
                                       xlog("$iuid"); })~");
  EXPECT_EQ(script.run(), "\"xyz\" \"x y\" 'x z' <null>|xyz x y x z <null>|one");
  EXPECT_EQ(run_body(R"~(xlog("$iuid");)~"), "<null>");
}

TEST(Names, WhereAStatementStands) {
  ScriptRun script(R"~(request_route {
  xlog("$cfg(line) $cfg(file) $cfg(name) $cfg(route)");
  if ($cfg(line) == 3) xlog("yes");
  $var(x) = $cfg(line) + 0; xlog("$var(x)"); {
    xlog("$cfg(line)"); }
  xlog("a
    $cfg(line)");
  while ($var(n) < 1) {
    $var(n) = $cfg(line); }
  xlog("$var(n)");
  route(ONE);
}
route[ONE] { xlog("$cfg(route) $cfg(line)"); }
reply_route { xlog("$cfg(route)"); }
failure_route[F] { xlog("$cfg(route)"); }
)~");
  EXPECT_EQ(script.run(), "2 test.cfg test.cfg DEFAULT_ROUTE|yes|4|5|a\n    7|9|ONE 13");
}

TEST(Names, InnerTextIsTheModules) {
  FakeModules modules;
  static const manifest::Variable kOuter{"outer", "", false, manifest::Inner::verbatim};
  static std::string seen;
  modules.bindings.variables["outer"] = {&kOuter, "fake", [](void*, sdk::Context&, const sdk::PvName& n) { return sdk::Value::string(n.inner); }, nullptr, nullptr,
                                         [](void*, std::string_view inner) -> sdk::Result<const void*> {
                                           seen = inner;
                                           return static_cast<const void*>(nullptr);
                                         }};
  auto pv = script::bind_pv("$outer($(hdr(X)[0]))", modules.bindings);
  ASSERT_TRUE(pv) << pv.error();
  EXPECT_EQ(seen, "$(hdr(X)[0])");
  ContextBuilder m(kOptions);
  EXPECT_EQ((*pv)->get(m.context).s, "$(hdr(X)[0])");
}

}  // namespace
}  // namespace kukini::test
