// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Nesting and repetition of every kind: four times the text takes about four times as long, never sixteen times, and no stack ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "diag/render.hpp"
#include "lang/front_end.hpp"

using namespace kukini;

namespace {

struct Shape {
  std::string head;  ///< once
  std::string open;  ///< again and again up to the size
  std::string middle;
  std::string close;  ///< as often as `open`; may be empty
  std::string tail;
};

std::string text_of(const Shape& s, std::size_t bytes) {
  auto times = bytes / (s.open.size() + s.close.size());
  std::string out = s.head;
  out.reserve(bytes + 200);
  for (std::size_t i = 0; i < times; ++i) out += s.open;
  out += s.middle;
  for (std::size_t i = 0; i < times && !s.close.empty(); ++i) out += s.close;
  return out + s.tail;
}

double milliseconds(const std::string& text, std::size_t& report) {
  double best = 1e9;
  for (int i = 0; i < 2; ++i) {
    diag::Emitter emitter;
    auto begin = std::chrono::steady_clock::now();
    auto script = lang::parse_text("x.cfg", text, {}, emitter);
    std::vector<lang::PvProblem> problems;
    base::Arena arena;
    lang::parse_format(text, arena, problems);
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    if (i == 0) report = diag::render_all(emitter).size();
  }
  return best;
}

std::vector<Shape> shapes() {
  std::vector<Shape> all;
  const std::vector<std::pair<std::string, std::string>> nests{
      {"(", ")"},        {"{", "}"},           {"[", "]"},          {"$(", ")"},         {"$(avp(", "))"},   {"$avp(", ")"},      {"$(ru{s.select,", "})"},
      {"{s.len}", ""},   {"if(", ")"},         {"if (1) ", ""},     {"if (1) { ", "}"},  {"while (1) ", ""}, {"while (1) { ", "}"}, {"switch (1) { case 1: ", "}"},
      {"!", ""},         {"-", ""},            {"- ", ""},          {"not ", ""},        {"~", ""},          {"(int)", ""},       {"defined ", ""},
      {"a(", ")"},       {"a(b,", ")"},        {"route(", ")"},     {"!(", ")"},         {"(1 + ", ")"},     {"1 + ", "1"},       {"1 . ", ""},
      {"1 && ", ""},     {"\"a\" ", ""},       {"\"$ru\" ", ""},    {"\"\\n$ru\"", ""},  {"'a'", ""},        {"$ru ", ""},        {"$$", ""},
      {"$", ""},         {"\\", ""},           {"\"\\\\", "\""},    {"@a[1].", ""},      {"@a", ""},         {"/", ""},           {"/*", "*/"},
      {"else ", ""},     {"else if (1) ; ", ""}, {"case 1: ", ""},  {"default: ", ""},   {"{ ; ", ""},       {"; ", ""},          {"x;", ""},
      {"x", ""},         {"1.", ""},           {"::", ""},          {"a:", ""},          {"a-", ""},         {"a.", ""},          {"1", ""},
      {"$x = ", ""},     {"$var(x) = 1;\n", ""}, {"xlog(\"$ru $(hdr(a)[0]{s.len})\\n\");\n", ""},        {"\n", ""},          {" ", ""},
      {"\t\n", ""},      {"\xff", ""},         {"=", ""},           {",", ""},           {"<", ""},          {"?", ""},           {"drop", ""}};
  for (const auto& [open, close] : nests)
    for (const char* head : {"", "request_route { ", "request_route { if (", "x = ", "request_route { x(\"", "listen = "})
      all.push_back({head, open, "1", close, "; } }\n"});
  // What the preprocessor takes apart.
  all.push_back({"", "#!ifdef A\n", "x", "#!endif\n", ""});
  all.push_back({"#!define A\n", "#!ifdef A\n", "debug=1\n", "#!endif\n", ""});
  all.push_back({"", "#!ifndef A\n", "x", "#!else\n#!endif\n", ""});
  all.push_back({"", "#!else\n", "", "", ""});
  all.push_back({"", "#!ifexp (", "1", ")", "\n#!endif\n"});
  for (const char* unit : {"(", "!", "- ", "1 + ", "not ", "a == ", "defined("}) all.push_back({"#!ifexp ", unit, "1", "", "\n#!endif\n"});
  for (const char* unit : {"#!define A 1\n", "#!redefine A 1\n", "#!subst \"/a/b/\"\n", "#!substdef \"/a/b/\"\n", "#!x\n", "!!ifdef A\n", "A ", "#!define A \\\n",
                           "include_file \"x\"\n", "loadmodule \"a\"\n", "modparam(\"a\",\"b\",1)\n", "flags A;\n", "a.b=1\n", "listen=1.2.3.4\n", "route[a]{}\n",
                           "event_route[a:b] { }\n", "<<<<<<<\n", "{{ a }}", "socket={bind=1.2.3.4;}\n", "coreparam[a]=1\n"})
    all.push_back({"", unit, "", "", ""});
  return all;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kLongest = 2000;
#else
constexpr double kLongest = 100;
#endif

}  // namespace

TEST(Growth, IsLinear) {
  double slowest = 0, steepest = 0;
  std::string slowest_shape, steepest_shape;
  std::size_t count = 0;
  for (const auto& shape : shapes()) {
    std::size_t small_report = 0, large_report = 0;
    auto small = text_of(shape, 16 << 10), large = text_of(shape, 64 << 10);
    auto quick = milliseconds(small, small_report), slow = milliseconds(large, large_report);
    ++count;
    // Below some milliseconds a ratio says nothing. Quadratic growth would be 16.
    constexpr double kFloor = 30;
    auto ratio = slow / std::max(quick, kFloor / 4);
    for (int again = 0; again < 5 && ratio > 8; ++again) {  // the machine had other things to do
      quick = std::min(quick, milliseconds(small, small_report));
      slow = std::min(slow, milliseconds(large, large_report));
      ratio = slow / std::max(quick, kFloor / 4);
    }
    EXPECT_LE(ratio, 8) << "16 KB " << quick << " ms, 64 KB " << slow << " ms: " << shape.head << shape.open << "…" << shape.close;
    EXPECT_LE(large_report, 1u << 20) << shape.head << shape.open;
    if (slow > slowest) slowest = slow, slowest_shape = shape.head + shape.open + " … " + shape.close;
    if (ratio > steepest) steepest = ratio, steepest_shape = shape.head + shape.open + " … " + shape.close;
  }
  std::cout << count << " shapes of 64 KB: the slowest takes " << slowest << " ms (" << slowest_shape << "), the steepest growth from 16 KB is " << steepest << " ("
            << steepest_shape << ")\n";
  EXPECT_LE(slowest, kLongest * 5) << "100 ms on a machine that has nothing else to do";
}

TEST(Growth, ElseIfChainOfTenThousand) {
  for (int n : {1000, 10000}) {
    std::string text = "request_route { if (0) exit;";
    for (int i = 0; i < n; ++i) text += " else if ($rc == " + std::to_string(i) + ") exit;\n";
    diag::Emitter emitter;
    auto script = lang::parse_text("x.cfg", text + "}\n", {}, emitter);
    ASSERT_EQ(script->items().size(), 1u);
    EXPECT_LE(emitter.errors(), 1u);
    for (const auto& d : emitter.all()) EXPECT_EQ(d.code, "syntax-too-deep");
  }
}
