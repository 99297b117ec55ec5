// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Unified diffs: their form, and that each one leads from the old text to the new one.
#include "diag/unified_diff.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <random>
#include <vector>

#include "growth.hpp"

using kukini::diag::unified_diff;

namespace {

// What patch does; first is false when the diff does not fit.
std::pair<bool, std::string> patched(std::string_view old_text, std::string_view diff) {
  auto take = [](std::string_view& from) {
    auto end = from.find('\n');
    auto line = from.substr(0, end == std::string_view::npos ? from.size() : end + 1);
    from.remove_prefix(line.size());
    return line;
  };
  std::vector<std::string_view> lines;
  while (!old_text.empty()) lines.push_back(take(old_text));
  std::string out;
  std::size_t at = 0;
  take(diff);
  take(diff);
  while (!diff.empty()) {
    auto head = take(diff);
    if (head.starts_with("\\ No newline")) {
      if (!out.empty()) out.pop_back();
      continue;
    }
    if (head.starts_with("@@ -")) {
      std::size_t first = 0;
      auto [rest, error] = std::from_chars(head.data() + 4, head.data() + head.size(), first);
      if (error != std::errc{}) return {false, "bad hunk"};
      bool none = std::string_view(rest, 2) == ",0";
      for (auto until = none ? first : first - 1; at < until;) out += lines[at++];
      continue;
    }
    auto body = head.substr(1);
    if (head[0] == '+') {
      out += body;
      continue;
    }
    if (at >= lines.size()) return {false, "behind the end"};
    std::string_view was = lines[at++];
    // A line without end is told by the mark that follows.
    if (was != body && std::string(was) + "\n" != body) return {false, std::string(was)};
    bool unended = !was.ends_with('\n');
    if (unended && diff.starts_with("\\ No newline")) take(diff);
    if (head[0] == ' ') out += was;
  }
  while (at < lines.size()) out += lines[at++];
  return {true, out};
}

void expect_leads(const std::string& old_text, const std::string& new_text) {
  auto [fits, result] = patched(old_text, unified_diff(old_text, new_text, "x"));
  EXPECT_TRUE(fits) << result;
  EXPECT_EQ(result, new_text);
}

std::string numbered(std::size_t lines, std::string_view tail = "") {
  std::string out;
  for (std::size_t i = 1; i <= lines; ++i) out += std::to_string(i) + std::string(tail) + "\n";
  return out;
}

TEST(UnifiedDiff, EqualTextsGiveNone) {
  EXPECT_EQ(unified_diff("a\n", "a\n", "f"), "");
  EXPECT_EQ(unified_diff("", "", "f"), "");
}

TEST(UnifiedDiff, OneLineWithContext) {
  auto before = numbered(9);
  auto after = before;
  after.replace(after.find("5\n"), 1, "five");
  EXPECT_EQ(unified_diff(before, after, "a.cfg"), "--- a.cfg\n+++ a.cfg\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, NearChangesShareAHunk) {
  auto before = numbered(30);
  auto near = before, far = before;
  near.replace(near.find("10\n"), 2, "x");
  near.replace(near.find("17\n"), 2, "y");
  far.replace(far.find("10\n"), 2, "x");
  far.replace(far.find("18\n"), 2, "y");
  auto hunks = [](const std::string& d) {
    std::size_t n = 0;
    for (auto at = d.find("\n@@"); at != std::string::npos; at = d.find("\n@@", at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(hunks(unified_diff(before, near, "f")), 1u);
  EXPECT_EQ(hunks(unified_diff(before, far, "f")), 2u);
}

TEST(UnifiedDiff, EmptySides) {
  EXPECT_EQ(unified_diff("", "a\nb\n", "f"), "--- f\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(unified_diff("a\n", "", "f"), "--- f\n+++ f\n@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(unified_diff("a\nc\n", "a\nb\nc\n", "f"), "--- f\n+++ f\n@@ -1,2 +1,3 @@\n a\n+b\n c\n");
}

TEST(UnifiedDiff, MissingLineEndIsMarked) {
  EXPECT_EQ(unified_diff("a\nb", "a\nb\n", "f"), "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  EXPECT_EQ(unified_diff("x\nb", "a\nb", "f"), "--- f\n+++ f\n@@ -1,2 +1,2 @@\n-x\n+a\n b\n\\ No newline at end of file\n");
}

TEST(UnifiedDiff, CarriageReturnsBelongToTheLine) {
  EXPECT_EQ(unified_diff("a\r\nb\r\n", "a\r\nb\n", "f"), "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+b\n");
}

TEST(UnifiedDiff, ShortestForFewChanges) {
  // abcabba -> cbabac, of Myers' paper: 5 edits.
  auto lines = [](std::string_view letters) {
    std::string out;
    for (char c : letters) out += std::string(1, c) + "\n";
    return out;
  };
  auto diff = unified_diff(lines("abcabba"), lines("cbabac"), "f");
  std::size_t edits = 0;
  for (std::size_t at = diff.find("@@\n") + 3; at < diff.size(); at = diff.find('\n', at) + 1)
    if (diff[at] != ' ') ++edits;
  EXPECT_EQ(edits, 5u);
  expect_leads(lines("abcabba"), lines("cbabac"));
}

TEST(UnifiedDiff, RandomTextsLeadFromOldToNew) {
  std::mt19937 random(1);
  for (int run = 0; run < 600; ++run) {
    std::string before, after;
    auto letters = 2 + random() % 12;
    auto size = random() % 40;
    for (unsigned i = 0; i < size; ++i) {
      std::string line = std::string(1, static_cast<char>('a' + random() % letters)) + "\n";
      if (random() % 5) before += line;
      if (random() % 5) after += line;
    }
    if (random() % 4 == 0 && !before.empty()) before.pop_back();
    if (random() % 4 == 0 && !after.empty()) after.pop_back();
    expect_leads(before, after);
    if (HasFailure()) break;
  }
}

TEST(UnifiedDiff, HugeDifferences) {
  // Every line differs but each tenth; nothing in common; the same few lines over and over.
  std::string before, after, few_a, few_b;
  std::mt19937 random(2);
  for (int i = 0; i < 40000; ++i) {
    auto line = std::to_string(i);
    before += line + "\n";
    after += (i % 10 ? "  " : "") + line + "\n";
    few_a += random() % 2 ? "}\n" : "{\n";
    few_b += random() % 2 ? "}\n" : "{\n";
  }
  expect_leads(before, after);
  auto diff = unified_diff(before, after, "f");
  EXPECT_NE(diff.find("\n 20000\n"), std::string::npos) << "equal lines among the changed ones are kept";
  expect_leads(before, numbered(40000, "x"));
  expect_leads(few_a, few_b);

  // Every line differs; the same two lines over and over; each tenth line is the same.
  const auto linear = [](auto make) {
    const auto g = kukini::test::growth(2500, 40000, make, [](const std::pair<std::string, std::string>& texts) { unified_diff(texts.first, texts.second, "f"); });
    EXPECT_TRUE(g.linear()) << g;
  };
  linear([](std::size_t n) { return std::pair(numbered(n, "a"), numbered(n, "x")); });
  linear([](std::size_t n) {
    std::mt19937 bits(3);
    std::pair<std::string, std::string> texts;
    for (std::size_t i = 0; i < n; ++i) texts.first += bits() % 2 ? "}\n" : "{\n", texts.second += bits() % 2 ? "}\n" : "{\n";
    return texts;
  });
  linear([](std::size_t n) {
    std::pair<std::string, std::string> texts;
    for (std::size_t i = 0; i < n; ++i) texts.first += std::to_string(i) + "\n", texts.second += (i % 10 ? "  " : "") + std::to_string(i) + "\n";
    return texts;
  });
}

}  // namespace
