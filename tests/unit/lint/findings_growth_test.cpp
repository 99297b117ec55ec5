// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Long scripts of every kind: four times the lines take about four times as long to lint, whatever the rules have to say.
#include "growth.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "diag/render.hpp"
#include "lint/linter.hpp"

namespace kukini::lint::test {
namespace {

/// A script of about n lines: `head`, `line` once for each with %d its number, %m the number modulo 200, and `tail`.
struct Shape {
  const char* head;
  const char* line;
  const char* tail;
};

constexpr Shape kShapes[] = {
    {"request_route {\n", "if ($avp(a%d) == %m) $var(v%m) = %d;\n", "}\n"},
    {"request_route {\n", "if ($var(v%m) == %d) $var(v%d) = %m;\n", "}\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) xlog(\"$var(v%m)\\n\");\n", "}\n"},
    {"request_route {\n", "if (isflagset(%f)) setflag(%f);\n", "}\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) sl_send_reply(\"404\", \"Not Found\");\n", "t_relay(); }\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) t_relay();\n", "}\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) record_route();\n", "t_relay(); }\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) { lookup(\"location\"); } else { t_on_failure(\"F%m\"); }\n", "t_relay(); }\n"},
    {"request_route {\n", "if ($avp(a%d) == %m) return;\n", "t_relay(); }\n"},
    {"request_route {\n", "while ($var(i) < %d) { $var(i) = $var(i) + 1; }\n", "}\n"},
    {"request_route {\n", "sql_query(\"a\", \"select '$fU' $var(v%m)\", \"r\");\n", "}\n"},
    {"request_route { switch ($rU) {\n", "case \"%d\": t_relay(); break;\n", "} exit; }\n"},
    {"request_route { exit; }\n", "#!define D%d %d\n", ""},
    {"request_route { exit; }\n", "route[R%d] { exit; }\n", ""},
    {"request_route { route(R0); }\n", "route[R%d] { if ($avp(x) == %m) exit; route(R%d); }\n", ""},
    {"loadmodule \"tm.so\"\n", "modparam(\"tm\", \"fr_timer\", %d)\n", "request_route { exit; }\n"},
};

std::string text_of(const Shape& shape, std::size_t lines) {
  std::string out = shape.head;
  for (std::size_t i = 0; i < lines; ++i)
    for (const char* p = shape.line; *p != 0; ++p) {
      if (*p != '%') out += *p;
      else if (*++p == 'd') out += std::to_string(i);
      else out += std::to_string(i % (*p == 'm' ? 200 : 31));
    }
  return out + shape.tail;
}

TEST(FindingsGrowth, IsLinear) {
  constexpr std::size_t kFrom = kukini::test::kSanitized ? 250 : 1000, kMost = kukini::test::kSanitized ? 2000 : 8000;
  double steepest = 0;
  std::string which;
  for (const auto& shape : kShapes) {
    auto g = kukini::test::growth(
        kFrom, kMost, [&](std::size_t lines) { return text_of(shape, lines); }, [](const std::string& text) { lint_text("x.cfg", text, {}); });
    EXPECT_TRUE(g.linear()) << g << ": " << shape.line;
    if (g.ratio > steepest) steepest = g.ratio, which = shape.line;
  }
  std::cout << std::size(kShapes) << " shapes: the steepest growth for four times the lines is " << steepest << ": " << which;
}

TEST(FindingsGrowth, NotesOfAPathAreFew) {
  // A path of sixty steps.
  std::string text = "request_route {\n";
  for (int i = 0; i < 60; ++i) text += "if ($avp(a" + std::to_string(i) + ") == 1) {\n";
  text += "sl_send_reply(\"404\", \"Not Found\"); sl_send_reply(\"500\", \"Server Internal Error\");\n" + std::string(60, '}') + "\n}\n";
  Options options;
  options.select = {"double-reply"};
  auto found = lint_text("x.cfg", text, options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_GE(found[0].notes.size(), 3u);
  EXPECT_LE(found[0].notes.size(), 10u);
}

}  // namespace
}  // namespace kukini::lint::test
