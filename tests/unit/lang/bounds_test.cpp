// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Hostile and broken input: every case must end quickly, with a report, and without a crash.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "diag/render.hpp"
#include "growth.hpp"
#include "lang/front_end.hpp"

using namespace kukini;

namespace {

std::string repeat(std::string_view unit, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += unit;
  return out;
}

struct Outcome {
  std::size_t errors;
  std::string report;
  double ms;
};

Outcome parse(std::string text, lang::ParseOptions options = {}) {
  diag::Emitter emitter;
  const double begin = test::thread_ms();
  auto script = lang::parse_text("x.cfg", std::move(text), options, emitter);
  const double ms = test::thread_ms() - begin;
  return {emitter.errors(), diag::render_all(emitter), ms};
}

}  // namespace

// How the time grows is growth_test.cpp's: here the report stays short, and nothing breaks.
TEST(Bounds, SixtyFourKilobytesOfOneThing) {
  constexpr std::size_t kBytes = test::kSanitized ? 8192 : 65536;
  for (const char* unit : {"(", ")", "{", "}", "[", "\"", "'", "\"\\", "$(", "$avp(", "$(avp(", "!", "-", "if (", "if (1) ", "else ", "switch(1){case 1:", "while(1) ",
                           "a(", "a(b,", "route(", "route[", "#!ifdef A\n", "#!else\n", "/*", "//", ";", "=", "\n", "\\\n", "@a[", "$(ru{s.x,", "\" \\\" \\\" \n", "1.", "1:", "::", "\xff", "!!", "#", "#!",
                           "modparam(", "listen=", "a=(", "flags a,", "a.", "case ", "default:", "<<<<<<<\n", "((a)", "(int)", "/a", "$x = "}) {
    for (const char* head : {"", "request_route { ", "request_route { if (", "x = "}) {
      auto out = parse(head + repeat(unit, kBytes));
      EXPECT_LT(out.report.size(), 600000u) << head << unit;
    }
  }
}

TEST(Bounds, NestingSaysWhere) {
  for (const char* unit : {"(", "{", "if (1) ", "a(", "while (1) "}) {
    auto out = parse("request_route {\n $var(x) = 1;\n if (1) { } " + std::string(unit[0] == '(' ? "if " : "") + repeat(unit, 65536) + "\n}");
    EXPECT_NE(out.report.find("syntax-too-deep"), std::string::npos) << unit;
    EXPECT_LE(out.errors, 3u) << unit << out.report;
  }
}

TEST(Bounds, NestingThatPeopleWriteIsFine) {
  std::string text = "request_route { ";
  for (int i = 0; i < 60; ++i) text += "if ((1)) { ";
  text += "exit;" + repeat("}", 60) + "}";
  EXPECT_EQ(parse(text).report, "");
}

TEST(Bounds, LongElseIfChain) {
  std::string text = "request_route { if (0) exit;";
  for (int i = 0; i < 900; ++i) text += "else if ($rc == " + std::to_string(i) + ") exit;\n";
  EXPECT_EQ(parse(text + "}").report, "");
}

TEST(Bounds, DefinesThatGrow) {
  std::string text = "#!define A0 xxxxxxxxxx\n";
  for (int i = 1; i < 40; ++i) text += "#!define A" + std::to_string(i) + " A" + std::to_string(i - 1) + " A" + std::to_string(i - 1) + "\n";
  auto out = parse(text + "x = A39\n");
  EXPECT_NE(out.report.find("pp-too-large"), std::string::npos);
}

TEST(Bounds, HugeLine) {
  const auto g = test::growth(
      128 << 10, 8 << 20, [](std::size_t bytes) { return "x = " + std::string(bytes, 'a') + " " + std::string(bytes / 8, ')') + "\n"; },
      [](const std::string& text) { EXPECT_LT(parse(text).report.size(), 5000u); });
  EXPECT_TRUE(g.linear()) << g;
}

TEST(Bounds, TooLargeAFile) {
  lang::ParseOptions options;
  auto path = std::filesystem::temp_directory_path() / "kukini_huge_test.cfg";
  std::ofstream(path) << repeat("# comment\n", 5000);
  options.max_file_bytes = 1000;
  diag::Emitter emitter;
  lang::parse_file(path.string(), options, emitter);
  std::filesystem::remove(path);
  ASSERT_EQ(emitter.errors(), 1u);
  EXPECT_EQ(emitter.all()[0].code, "source-unreadable");
}

TEST(Bounds, NoConfigurationFile) {
  for (const char* path : {"/", "/nonexistent/kamailio.cfg", "/dev/null/x"}) {
    diag::Emitter emitter;
    auto script = lang::parse_file(path, {}, emitter);
    ASSERT_NE(script, nullptr);
    EXPECT_EQ(emitter.errors(), 1u) << path;
    EXPECT_TRUE(script->items().empty());
  }
}

TEST(Bounds, BinaryFile) {
  auto out = parse(std::string("\x7f" "ELF\x02\x01\x01\0\0\0", 10) + std::string(100000, '\0'));
  EXPECT_EQ(out.errors, 1u);
  EXPECT_NE(out.report.find("source-binary"), std::string::npos);
}

TEST(Bounds, EmptyInput) {
  for (const char* text : {"", "\n", "\xef\xbb\xbf", "#!KAMAILIO", "# only a comment"}) EXPECT_EQ(parse(text).report, "") << text;
}

TEST(Bounds, EveryPrefixOfAScript) {
  const std::string text =
      "#!KAMAILIO\n#!define X \"a\\\"b\"\n#!ifdef X\ndebug=2\n#!else\n@\n#!endif\nlisten=udp:[::1]:5060 advertise 1.2.3.4:5 name \"x\"\n"
      "modparam(\"a|b\", 'c', -5)\nflags A:1, B\na.b = 5 desc \"x\"\nroute[R-1] { if !$rU { xlog(\"L_INFO\", \"$ru\\n\"); } else if (src_ip == 1.2.3.4/8) route(R-1);\n"
      " switch ($rm) { case \"A\": case /^b/: break; default: $(avp(x)[0]) = (int)$rs + 5 . \"z\"; } while ($var(i) < 3) { return -1; } /* c */ exit; }\n";
  ASSERT_EQ(parse(text).report, "");
  for (std::size_t n = 0; n <= text.size(); ++n) parse(text.substr(0, n));
  // Any one byte lost or doubled must not do harm either.
  for (std::size_t n = 0; n < text.size(); ++n) {
    parse(text.substr(0, n) + text.substr(n + 1));
    parse(text.substr(0, n) + text[n] + text.substr(n));
  }
}

TEST(Bounds, TenThousandLines) {
  std::string text = "#!KAMAILIO\n#!define WITH_X\n";
  for (int i = 0; i < 400; ++i) {
    auto n = std::to_string(i);
    text += "#!ifdef WITH_X\nmodparam(\"htable\", \"htable\", \"a" + n + "=>size=8;autoexpire=10;\")\n#!endif\nroute[R" + n + "] {\n";
    for (int k = 0; k < 4; ++k)
      text += "    if (is_method(\"INVITE|SUBSCRIBE\") && $rU != $null && !($var(x) > 10 || src_ip == 10.0.0.0/8)) {\n"
              "        # a comment on a line of its own\n        xlog(\"L_INFO\", \"call $ci from $fu to $(ru{uri.user}) via $si:$sp\\n\");\n"
              "        $var(x) = $var(x) + 1;\n        route(R" + n + ");\n    }\n";
    text += "    exit;\n}\n";
  }
  auto lines = std::count(text.begin(), text.end(), '\n');
  auto out = parse(text);
  EXPECT_EQ(out.report, "");
  std::cout << lines << " lines, " << text.size() << " bytes parsed in " << out.ms << " ms\n";
}
