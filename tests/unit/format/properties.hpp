// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What must hold for the formatting of any text.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "format/format.hpp"
#include "format/token.hpp"

namespace kukini::format::test {

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::string without_blanks(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
  return out;
}

/// A token as it must come out again: strings and the like to the byte, comments without the blanks at the ends of their lines.
inline std::string essence(const Token& token, std::string_view text) {
  std::string out(token.in(text));
  if (token.kind == Kind::block_comment) out = without_blanks(out);
  return out;
}

/// Only blanks change, no token does, the edits are minimal and in order, and formatting twice is formatting once.
inline void expect_properties(const std::string& text, const Options& options = {}) {
  auto edits = format_edits(text, options);
  std::size_t at = 0;
  for (const auto& edit : edits) {
    auto before = std::string_view(text).substr(edit.offset, edit.length);
    ASSERT_GE(edit.offset, at);
    ASSERT_LE(edit.offset + edit.length, text.size());
    ASSERT_NE(before, edit.replacement);
    ASSERT_TRUE(before.empty() || edit.replacement.empty() ||
                (before.front() != edit.replacement.front() && before.back() != edit.replacement.back()));
    ASSERT_TRUE(without_blanks(before).empty() && without_blanks(edit.replacement).empty());
    at = edit.offset + edit.length;
  }
  auto once = apply_edits(text, edits);
  ASSERT_EQ(without_blanks(text), without_blanks(once));
  auto old_tokens = lex(text);
  auto new_tokens = lex(once);
  ASSERT_EQ(old_tokens.size(), new_tokens.size());
  for (std::size_t i = 0; i < old_tokens.size(); ++i) {
    ASSERT_EQ(old_tokens[i].kind, new_tokens[i].kind) << i;
    ASSERT_EQ(old_tokens[i].first, new_tokens[i].first) << i;
    ASSERT_EQ(essence(old_tokens[i], text), essence(new_tokens[i], once)) << i;
  }
  auto twice = format(once, options);
  ASSERT_EQ(once, twice);
}

}  // namespace kukini::format::test
