// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Translated expressions match what regcomp and regexec of the C library match.
#include "base/posix_regex.hpp"

#include <gtest/gtest.h>
#include <re2/re2.h>
#include <regex.h>

#include <random>
#include <string>

namespace kukini::base {
namespace {

struct Outcome {
  bool compiles = false;
  bool matches = false;
  long begin = -1, end = -1;
  bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& o) {
  if (!o.compiles) return out << "does not compile";
  return o.matches ? out << "matches [" << o.begin << "," << o.end << ")" : out << "no match";
}

Outcome posix(const std::string& pattern, const std::string& text) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED) != 0) return {};
  regmatch_t match;
  bool found = regexec(&compiled, text.c_str(), 1, &match, 0) == 0;
  regfree(&compiled);
  return {true, found, found ? match.rm_so : -1, found ? match.rm_eo : -1};
}

Outcome ours(const std::string& pattern, const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(true);
  options.set_dot_nl(true);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  re2::RE2 compiled(posix_to_re2(pattern), options);
  if (!compiled.ok()) return {};
  re2::StringPiece match;
  if (!compiled.Match(text, 0, text.size(), re2::RE2::UNANCHORED, &match, 1)) return {true, false, -1, -1};
  return {true, true, match.data() - text.data(), match.data() - text.data() + static_cast<long>(match.size())};
}

TEST(PosixRegex, SameAsTheCLibrary) {
  const char* patterns[] = {
      "^sip:[0-9]+@",     "a**b",          "a+?b",        "a?+",          "a{2}",       "a{,2}b",      "a{1,2}*c",
      "(a|ab)(c|bcd)",    "\\.example\\.", "\\d+",        "\\w+",         "[\\.]",      "[^]a]+",      "[]a]",
      "[[:digit:]]{2,3}", "a)",            "()",          "a||b",         "x*",         "^(4|5)[0-9]", "[a\\]b]",
      "\\<ab\\>",         "(a*)(ab)*b*",   "((a){2}){2}", "a{2}{2}",      "[a-c]+$",    "^+",          "*a",
      "(*a)",             "a|*b",          "[a-",         "(a",           "\\(a\\)",    "[[.a.]]b",    "a\\/b",
      "^$",               ".",             "a{0}b",       "(ab){1,}?c",   "[+*?.()|]+", "\\+49",       "\\*\\{",
      "User-Agent:.*(friendly|sipvicious)", "^\\+?[0-9]{3,18}$", "[^@]+@(.+)$",
  };
  const char* texts[] = {"", "a", "ab", "aab", "abcd", "aaaa", "aaaab", "sip:123@x", "x.example.com", "ddd", "12 34", "a)", "\\a]b",
                         "]a", "c", "408", "ab cd", "+49123", "*{", "a/b", "(a)", "User-Agent: sipvicious/1", "+*?.()|", "a\nb", "ababc"};
  for (const char* p : patterns)
    for (const char* t : texts) EXPECT_EQ(ours(p, t), posix(p, t)) << "pattern " << p << " as " << posix_to_re2(p) << " on '" << t << "'";
}

TEST(PosixRegex, SameOnRandomExpressions) {
  std::mt19937 random(1);
  const std::string pieces[] = {"a", "b", "c", ".", "*", "+", "?", "(", ")", "|", "[ab]", "[^a]", "{2}", "{1,2}", "^", "$", "\\.", "\\w"};
  int compared = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string pattern, text;
    for (unsigned n = 1 + random() % 7; n > 0; --n) pattern += pieces[random() % std::size(pieces)];
    for (unsigned n = random() % 6; n > 0; --n) text += "abc."[random() % 4];
    auto want = posix(pattern, text);
    if (!want.compiles) continue;
    // What the library makes of repeated anchors, and of '(' or '|' before a repetition, no script relies on.
    auto got = ours(pattern, text);
    if (!got.compiles) continue;
    ++compared;
    EXPECT_EQ(got.matches, want.matches) << "pattern " << pattern << " as " << posix_to_re2(pattern) << " on '" << text << "'";
  }
  EXPECT_GT(compared, 5000);
}

TEST(PosixRegex, GroupsOfPerlPass) {
  EXPECT_EQ(posix_to_re2("(?:a|b)c"), "(?:a|b)c");
  EXPECT_EQ(posix_to_re2("(?i)abc"), "(?i)abc");
  EXPECT_EQ(posix_to_re2("(?i:abc)"), "(?i:abc)");
}

}  // namespace
}  // namespace kukini::base
