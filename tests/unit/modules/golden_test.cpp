// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Our variables and transformations against the texts recorded from Kamailio (tests/compat/lang).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

std::string folder() {
  const char* top = std::getenv("KUKINI_SOURCE");
  return std::string(top != nullptr ? top : ".") + "/tests/compat/lang/";
}
std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}
std::string escape(const std::string& text) {
  std::string out;
  for (char ch : text) switch (ch) {
      case '\\': out += "\\\\"; break;
      case '\r': out += "\\r"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      default: out += ch;
    }
  return out;
}
std::string mask(std::string text) {
  for (auto [from, to] : {std::pair<std::string, std::string>{"5077", "<PEER>"}, {"50666", "<OURS>"}})
    for (std::size_t at; (at = text.find(from)) != text.npos;) text.replace(at, from.size(), to);
  return text;
}

/// file:expression -> what we say, where that is meant to differ.
std::map<std::string, std::string> accepted() {
  std::map<std::string, std::string> out;
  std::istringstream lines(slurp(folder() + "differences.tsv"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto a = line.find('\t'), b = line.find('\t', a + 1);
    out[line.substr(0, a)] = line.substr(a + 1, b - a - 1);
  }
  return out;
}

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, SameTextsAsKamailio) {
  Harness h;
  for (auto name : {"pv", "textops"}) h.load(name);
  h.start();
  ASSERT_TRUE(h.problems().empty()) << h.problems()[0];
  auto differences = accepted();
  std::istringstream lines(slurp(folder() + GetParam() + ".golden"));
  std::unique_ptr<ContextBuilder> b;
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#' || line.starts_with("@before ")) continue;
    if (line.starts_with("@message ")) {
      b = std::make_unique<ContextBuilder>(slurp(folder() + line.substr(9)));
      ASSERT_NE(b->msg, nullptr);
      b->context.flow.remote = *kukini::io::Address::parse("127.0.0.1", 5077);
      b->context.flow.local = *kukini::io::Address::parse("127.0.0.1", 50666);
      b->worker.advertised_host = "127.0.0.1";
      b->worker.advertised_port = 50666;
      for (auto& s : b->worker.listen) s.name.clear();
      continue;
    }
    auto tab = line.find('\t');
    ASSERT_NE(tab, line.npos) << line;
    ASSERT_NE(b, nullptr);
    auto expression = line.substr(0, tab), expected = line.substr(tab + 1);
    auto listed = differences.find(std::string(GetParam()) + ":" + expression);
    if (listed != differences.end()) {
      EXPECT_NE(listed->second, expected) << expression << " does not differ any more";
      expected = listed->second;
    }
    EXPECT_EQ(mask(escape(h.format(b->context, expression))), expected) << expression << " " << h.error();
    ++rows;
  }
  EXPECT_GT(rows, 20);
}
INSTANTIATE_TEST_SUITE_P(Files, Golden, testing::Values("variables", "reply", "bare", "transformations"));

}  // namespace
