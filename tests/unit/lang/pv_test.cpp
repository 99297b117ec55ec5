// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pseudo-variables and format strings.
#include <gtest/gtest.h>

#include "lang/dump/dump.hpp"
#include "lang/front_end.hpp"

using namespace kukini;

namespace {

struct Parsed {
  base::Arena arena;
  std::vector<lang::PvProblem> problems;

  std::string pv(std::string_view text) {
    problems.clear();
    const auto* node = lang::parse_pv(text, arena, problems);
    return node != nullptr ? lang::dump(*node) : "null";
  }
  std::string format(std::string_view text) {
    problems.clear();
    std::string out;
    for (const auto& piece : lang::parse_format(text, arena, problems)) {
      EXPECT_LE(piece.offset + piece.length, text.size());
      if (!out.empty()) out += '|';
      out += piece.pv != nullptr ? lang::dump(*piece.pv) : std::string(piece.text);
    }
    return out;
  }
};

}  // namespace

TEST(Pv, Shapes) {
  Parsed p;
  EXPECT_EQ(p.pv("$ru"), "(pv ru)");
  EXPECT_EQ(p.pv("$?"), "(pv ?)");
  EXPECT_EQ(p.pv("$avp(s:x)"), "(pv avp inner=\"s:x\")");
  EXPECT_EQ(p.pv("$(ru)"), "(pv ru)");
  EXPECT_EQ(p.pv("$(ru{s.len})"), "(pv ru s.len())");
  EXPECT_EQ(p.pv("$(hdr(X)[0]{s.select,1,:}{s.int})"), "(pv hdr inner=\"X\" index=0 s.select(1, \":\") s.int())");
  EXPECT_EQ(p.pv("$(avp(x)[*])"), "(pv avp inner=\"x\" index=*)");
  EXPECT_EQ(p.pv("$(avp(x)[-1])"), "(pv avp inner=\"x\" index=-1)");
  EXPECT_EQ(p.pv("$(var(x)[$var(i)])"), "(pv var inner=\"x\" index=(pv var inner=\"i\"))");
  EXPECT_EQ(p.pv("$xavp(a[0]=>b)"), "(pv xavp inner=\"a[0]=>b\")");
  EXPECT_EQ(p.pv("$sht(a=>b::$rU::$ci)"), "(pv sht inner=\"a=>b::$rU::$ci\" (pv rU) (pv ci))");
  EXPECT_EQ(p.pv("$avp($var(n))"), "(pv avp inner=\"$var(n)\" (pv var inner=\"n\"))");
  EXPECT_EQ(p.pv("$T_rpl($(ct{tobody.user}))"), "(pv T_rpl inner=\"$(ct{tobody.user})\" (pv ct tobody.user()))");
  EXPECT_EQ(p.pv("$(var(x){s.select,$var(i),,})"), "(pv var inner=\"x\" s.select((pv var inner=\"i\"), \"\", \"\"))");
  EXPECT_EQ(p.pv("$(ru{re.subst,/^sip:(.{2})$/\\1/g})"), "(pv ru re.subst(\"/^sip:(.{2})$/\\\\1/g\"))");
}

TEST(Pv, Mistakes) {
  Parsed p;
  for (const char* text : {"", "ru", "$", "$ ru", "$avp(x", "$(ru", "$(ru{s.len)", "$(ru{len})", "$(ru[x])", "$ru x", "$(avp(x)[1)"}) {
    EXPECT_EQ(p.pv(text), "null") << text;
    ASSERT_EQ(p.problems.size(), 1u) << text;
    EXPECT_LE(p.problems[0].offset + p.problems[0].length, std::string_view(text).size()) << text;
  }
}

TEST(Pv, DepthIsBounded) {
  Parsed p;
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "$(avp(";
  EXPECT_EQ(p.pv(deep), "null");
  EXPECT_EQ(p.problems.size(), 1u);
  std::string parens = "$avp(" + std::string(30000, '(');
  EXPECT_EQ(p.pv(parens), "null");
  p.format(deep);
  EXPECT_EQ(p.problems.size(), 1u);
}

TEST(Format, Pieces) {
  Parsed p;
  EXPECT_EQ(p.format("from $fu to $(tu{s.len})!\n"), "from |(pv fu)| to |(pv tu s.len())|!\n");
  EXPECT_EQ(p.format("plain"), "plain");
  EXPECT_EQ(p.format(""), "");
  EXPECT_EQ(p.format("5$$"), "5|$");
  EXPECT_EQ(p.format("$ru$rU"), "(pv ru)|(pv rU)");
  EXPECT_TRUE(p.problems.empty());
  EXPECT_EQ(p.format("a $ b $ru"), "a |$| b |(pv ru)");
  EXPECT_EQ(p.problems.size(), 1u);
  EXPECT_EQ(p.format("a $ru b $avp(x c"), "a |(pv ru)| b |$avp(x c");
  EXPECT_EQ(p.problems.size(), 1u);
}
