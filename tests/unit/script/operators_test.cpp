// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Operators against a table of what Kamailio 5.6.3 computes for every pair of kinds of value.
#include "fixture.hpp"

namespace kukini::test {
namespace {

struct Row {
  const char* expression;
  const char* value;
};
constexpr Row kOracle[] = {
#include "oracle_table.inc"
};

constexpr char kSetup[] =
    "$var(m1)=-1; $var(z)=0; $var(i5)=5; $var(s5)=\"5\"; $var(s05)=\"05\"; $var(es)=\"\"; $var(sa)=\"abc\"; $var(s12a)=\"12abc\";\n";

TEST(Operators, LikeTheOracle) {
  std::string text = std::string("request_route {\n") + kSetup;
  for (const auto& row : kOracle) text += std::string("$var(r)=99; $var(r) = ") + row.expression + "; xlog(\"$var(r)\");\n";
  ScriptRun script(text + "}\n");
  script.run();
  ASSERT_EQ(script.modules.lines.size(), std::size(kOracle));
  for (std::size_t i = 0; i < std::size(kOracle); ++i) EXPECT_EQ(script.modules.lines[i], kOracle[i].value) << kOracle[i].expression;
}

/// T: if (x), N: if (!x), then (int)x, (str)x, defined x, strempty(x), strlen(x), -x, ~x; all from the oracle.
constexpr Row kUnary[] = {
    {"$var(m1)", "0 0 -1 -1 1 0 2 1 0"},     {"$var(z)", "0 1 0 0 1 0 1 0 -1"},      {"$var(i5)", "1 0 5 5 1 0 1 -5 -6"},
    {"$var(s5)", "1 0 5 5 1 0 1 -5 -6"},     {"$var(s05)", "1 0 5 05 1 0 2 -5 -6"},  {"$var(es)", "0 1 0  1 1 0 0 -1"},
    {"$var(sa)", "0 1 0 abc 1 0 3 0 -1"},    {"$var(s12a)", "0 1 0 12abc 1 0 5 0 -1"}, {"$null", "0 1 0  0 1 0 0 -1"},
    {"$avp(nope)", "0 1 0  0 1 0 0 -1"},     {"$hdr(Nope)", "0 1 0  0 1 0 0 -1"},
};

TEST(Operators, UnaryLikeTheOracle) {
  for (const auto& row : kUnary) {
    std::string e = row.expression;
    std::string body = std::string(kSetup) + "$var(t)=0; if (" + e + ") $var(t)=1; $var(n)=0; if (!" + e + ") $var(n)=1; $var(i)=(int)" + e +
                       "; $var(s)=(str)" + e + "; $var(d)=0; if (defined " + e + ") $var(d)=1; $var(e)=0; if (strempty(" + e +
                       ")) $var(e)=1; $var(l)=strlen(" + e + "); $var(neg)= -" + e + "; $var(b)= ~" + e +
                       "; xlog(\"$var(t) $var(n) $var(i) $var(s) $var(d) $var(e) $var(l) $var(neg) $var(b)\");";
    EXPECT_EQ(run_body(body), row.value) << e;
  }
}

TEST(Operators, Text) {
  struct {
    const char* expression;
    const char* value;
  } rows[] = {
      {"\"a\" + 5", "a5"}, {"\"5\" + 5", "55"}, {"1 + 2 * 3", "7"}, {"7 / 2", "3"}, {"-7 / 2", "-3"}, {"\"a\" + \"b\" + 1 + 2", "ab12"},
      {"1 + 2 + \"3\"", "6"}, {"(int)\"0x10\"", "16"}, {"(int)\"010\"", "10"}, {"(int)\" 5\"", "0"}, {"(int)\"+5\"", "5"}, {"(int)\"-5\"", "-5"},
      {"(int)\"-0x1F\"", "0"}, {"(int)\"99999999999999999999999\"", "0"}, {"$both + 1", "8"}, {"(str)$both", "007"},
      {"2147483647 + 1", "2147483648"}, {"7 mod 4", "3"},
  };
  for (const auto& r : rows) EXPECT_EQ(run_body(std::string("$var(r) = ") + r.expression + "; xlog(\"$var(r)\");"), r.value) << r.expression;
}

/// All from the oracle, as is what tests/compat/lang/cases say.
TEST(Operators, WhereANumberIsAskedForPlusAdds) {
  Row rows[] = {{"($var(s5) + $var(s5)) * 2", "20"}, {"-($var(s5) + $var(s5))", "-10"}, {"(int)($var(sa) + 5)", "5"}, {"$var(s5) + $var(s5)", "55"},
                {"10 == ($var(s5) + $var(s5))", "1"}, {"($var(s5) + $var(s5)) == 55", "1"}, {"$var(i5) + ($var(sa) + $var(i5))", "10"}};
  for (const auto& r : rows) EXPECT_EQ(run_body(std::string(kSetup) + "$var(r) = " + r.expression + "; xlog(\"$var(r)\");"), r.value) << r.expression;
}

TEST(Operators, EqComparesTexts) {
  Row rows[] = {{"$var(i5) eq $var(s05)", "0"}, {"$var(i5) ieq $var(s05)", "1"}, {"$var(i5) == $var(s05)", "1"}, {"$var(i5) eq \"5\"", "1"},
                {"$var(z) ne $var(es)", "1"}, {"$var(es) eq $null", "0"}, {"$avp(nope) eq $null", "1"}, {"$avp(nope) eq \"\"", "1"},
                {"$var(sa) =~ $null", "0"}, {"$avp(nope) =~ $null", "1"}, {"$var(sa) =~ $avp(nope)", "1"}};
  for (const auto& r : rows) EXPECT_EQ(run_body(std::string(kSetup) + "$var(r) = " + r.expression + "; xlog(\"$var(r)\");"), r.value) << r.expression;
}

TEST(Operators, DivisionByZeroHasNoValue) {
  EXPECT_EQ(run_body("$var(r) = 99; $var(r) = 5 / $var(z); xlog(\"$var(r)\");"), "99");
  EXPECT_EQ(run_body("$var(r) = 99; $var(r) = \"x\" + (5 mod $var(z)); xlog(\"$var(r)\");"), "99");
  EXPECT_EQ(run_body("if (5 / $var(z) == 0) xlog(\"y\"); else xlog(\"n\");"), "n");
  EXPECT_EQ(run_body("if (!(5 / $var(z))) xlog(\"y\"); else xlog(\"n\");"), "n");
  EXPECT_EQ(run_body("while (5 / $var(z)) { xlog(\"loop\"); } xlog(\"after\");"), "after");
  EXPECT_EQ(run_body("switch (5 / $var(z)) { case 0: xlog(\"0\"); break; default: xlog(\"default\"); }"), "default");
}

TEST(Operators, Selval) {
  EXPECT_EQ(run_body("$var(r) = selval(1 > 0, \"a\", \"b\") + \"x\"; xlog(\"$var(r)\");"), "ax");
  EXPECT_EQ(run_body("$var(r) = selval($avp(nope), 1, 2) + 1; xlog(\"$var(r)\");"), "3");
}

TEST(Operators, StringsInExpressionsAreNotFormats) { EXPECT_EQ(run_body("$var(r) = \"a$rU\"; xlog(\"$var(r)\");"), "a$rU"); }

TEST(Operators, ShortCircuit) {
  EXPECT_EQ(run_body("if (no() && keep(\"x\")) xlog(\"t\"); else xlog(\"f\");"), "f");
  EXPECT_EQ(run_body("if (yes() || keep(\"x\")) xlog(\"t\");"), "t");
}

TEST(Operators, Regex) {
  EXPECT_EQ(run_body("$var(a)=\"ABC\"; if ($var(a)=~\"^abc$\") xlog(\"icase\");"), "icase");
  EXPECT_EQ(run_body("$var(a)=\"a\\nb\"; if ($var(a)=~\"a.b\") xlog(\"dot\"); if ($var(a)=~\"^b\") xlog(\"line\");"), "dot");
  EXPECT_EQ(run_body("$var(a)=\"a.b\"; $var(r)=\"^a[.]b$\"; if ($var(a)=~$var(r)) xlog(\"run\"); if ($var(a)!~$var(r)) xlog(\"not\");"), "run");
  EXPECT_EQ(run_body("$var(a)=\"+4912\"; if ($var(a)=~\"^\\+[0-9]{3,5}$\") xlog(\"digits\");"), "digits");
}

}  // namespace
}  // namespace kukini::test
