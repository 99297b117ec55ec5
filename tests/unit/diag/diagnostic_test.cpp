// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Emitter, rendering, did-you-mean.
#include <gtest/gtest.h>

#include "diag/render.hpp"

using namespace kukini::diag;

namespace {

Location at(std::string file, std::uint32_t line, std::uint32_t column, std::uint32_t length, std::string text) {
  Location l;
  l.file = std::move(file);
  l.line = line;
  l.column = column;
  l.length = length;
  l.source_line = std::move(text);
  return l;
}

}  // namespace

TEST(Emitter, CountsAndLimits) {
  Emitter e(2);
  for (int i = 0; i < 5; ++i) e.error("x", {}, "e");
  e.warning("y", {}, "w");
  e.note("z", {}, "n");
  EXPECT_EQ(e.errors(), 5u);
  EXPECT_EQ(e.warnings(), 1u);
  EXPECT_EQ(e.suppressed(), 3u);
  EXPECT_EQ(e.all().size(), 4u);
}

TEST(Emitter, SortsByPlaceAndDropsDuplicates) {
  Emitter e;
  e.error("b", at("f", 2, 1, 1, ""), "second");
  e.error("a", at("f", 1, 5, 1, ""), "first");
  e.error("b", at("f", 2, 1, 1, ""), "second");
  e.sort();
  ASSERT_EQ(e.all().size(), 2u);
  EXPECT_EQ(e.all()[0].message, "first");
  EXPECT_EQ(e.errors(), 2u);
}

TEST(Emitter, ReferencesStay) {
  Emitter e;
  auto& first = e.error("x", {}, "m");
  for (int i = 0; i < 1000; ++i) e.error("x", {}, "m");
  first.with_hint("h");
  EXPECT_EQ(e.all().front().hint, "h");
}

TEST(Render, CaretStackHintNote) {
  Diagnostic d{"c", Severity::error, at("inc.cfg", 3, 2, 4, "\tfrob(x);"), "unknown", "try frobnicate", {}};
  d.primary.included_from = {{"mid.cfg", 7}, {"main.cfg", 1}};
  d.with_note(at("main.cfg", 9, 1, 1, "x"), "there");
  EXPECT_EQ(render(d),
            "in file included from mid.cfg:7,\n"
            "                 from main.cfg:1:\n"
            "inc.cfg:3:2: error: unknown [c]\n"
            " 3 | \tfrob(x);\n"
            "   | \t^~~~\n"
            "  hint: try frobnicate\n"
            "main.cfg:9:1: note: there\n"
            " 9 | x\n"
            "   | ^\n");
}

TEST(Render, LongLinesAreCut) {
  Diagnostic d{"c", Severity::error, at("f", 1, 50001, 1, std::string(100000, 'a')), "m", "", {}};
  auto text = render(d);
  EXPECT_LT(text.size(), 600u);
  EXPECT_NE(text.find("..."), std::string::npos);
}

TEST(Render, WideCharactersCountOnce) {
  Diagnostic d{"c", Severity::warning, at("f", 1, 4, 1, "\xc3\xa4 x"), "m", "", {}};
  EXPECT_NE(render(d).find("   |   ^\n"), std::string::npos);
}

TEST(Render, ControlCharactersDoNotReachTheTerminal) {
  Diagnostic d{"c", Severity::error, at("f", 1, 1, 1, "\x1b[31mred"), "m", "", {}};
  EXPECT_EQ(render(d).find('\x1b'), std::string::npos);
}

TEST(Json, EscapesAndBadUtf8) {
  Diagnostic d{"c", Severity::error, at("f\"", 1, 1, 1, ""), "a\nb\xff", "", {}};
  auto text = to_json(d);
  EXPECT_NE(text.find("\"file\":\"f\\\"\""), std::string::npos);
  EXPECT_NE(text.find("a\\u000ab\\ufffd"), std::string::npos);
}

TEST(DidYouMean, FindsTheNearest) {
  std::vector<std::string> names{"t_relay", "t_reply", "record_route", "sl_send_reply"};
  EXPECT_EQ(did_you_mean("t_rely", names), "t_relay");
  EXPECT_EQ(did_you_mean("T_RELAY", names), "t_relay");
  EXPECT_EQ(did_you_mean("recrod_route", names), "record_route");
  EXPECT_EQ(did_you_mean("xyz", names), "");
  EXPECT_EQ(did_you_mean("", names), "");
}
