// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Texts of any size from nesting and repetition of one thing: what a front end must read in linear time.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kukini::test {

struct Shape {
  std::string head;  ///< once
  std::string open;  ///< again and again up to the size
  std::string middle;
  std::string close;  ///< as often as `open`; may be empty
  std::string tail;
};

inline std::string text_of(const Shape& s, std::size_t bytes) {
  auto times = bytes / (s.open.size() + s.close.size());
  std::string out = s.head;
  out.reserve(bytes + 200);
  for (std::size_t i = 0; i < times; ++i) out += s.open;
  out += s.middle;
  for (std::size_t i = 0; i < times && !s.close.empty(); ++i) out += s.close;
  return out + s.tail;
}

inline std::vector<Shape> shapes() {
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

}  // namespace kukini::test
