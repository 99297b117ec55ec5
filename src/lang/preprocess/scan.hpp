// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where a lexical unit ends: the little the preprocessor must know of the language to leave strings, pseudo-variables and
// comments alone. All functions take the text and the offset of the unit's first byte and return the offset behind it.
#pragma once

#include <cstddef>
#include <string_view>

namespace kukini::lang::scan {

constexpr bool is_identifier_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_identifier(char c) { return is_identifier_start(c) || (c >= '0' && c <= '9'); }

/// A quoted string; npos when it is not closed. Escapes count in double quotes only.
inline std::size_t string_end(std::string_view text, std::size_t at) {
  char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') ++i;
    else if (text[i] == quote) return i + 1;
  }
  return std::string_view::npos;
}

/// $name, $name(…), $(…): parentheses are balanced, a line end stops it.
inline std::size_t pv_end(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '?') return i + 1;
  while (i < text.size() && is_identifier(text[i])) ++i;
  if (i >= text.size() || text[i] != '(') return i;
  constexpr std::size_t kDeepest = 250;
  std::size_t depth = 0;
  for (std::size_t j = i; j < text.size() && text[j] != '\n'; ++j) {
    if (text[j] == '(' && ++depth > kDeepest) return i;
    if (text[j] == '(') continue;
    if (text[j] == ')' && --depth == 0) return j + 1;
  }
  return i;
}

inline std::size_t identifier_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_identifier(text[at])) ++at;
  return at;
}

/// The rest of the line, without its end.
inline std::size_t line_end(std::string_view text, std::size_t at) {
  auto end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

/// npos when the comment is not closed.
inline std::size_t block_comment_end(std::string_view text, std::size_t at) {
  auto end = text.find("*/", at + 2);
  return end == std::string_view::npos ? end : end + 2;
}

inline std::size_t blanks_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
  return at;
}

/// A /regex/ that begins at `at`; npos when the line ends before.
inline std::size_t regex_end(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == '/') return i + 1;
  }
  return std::string_view::npos;
}

}  // namespace kukini::lang::scan
