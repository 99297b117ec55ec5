// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A small scan over quotes and comments.
#include "lint/flow/text.hpp"

#include <algorithm>

namespace kukini::lint::flow {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Length of the comment that begins at i; 0: none does.
std::size_t comment_at(std::string_view text, std::size_t i) {
  if (text[i] == '#' || text.substr(i, 2) == "//") return std::min(text.find('\n', i), text.size()) - i;
  if (text.substr(i, 2) != "/*") return 0;
  auto end = text.find("*/", i + 2);
  return (end == std::string_view::npos ? text.size() : end + 2) - i;
}

std::size_t string_end(std::string_view text, std::size_t i) {
  char quote = text[i++];
  while (i < text.size() && text[i] != quote) i += text[i] == '\\' ? 2 : 1;
  return std::min(i + 1, text.size());
}

}  // namespace

std::string normalized(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < text.size();) {
    if (auto length = comment_at(text, i); length != 0) {
      i += length;
      gap = true;
    } else if (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n') {
      ++i;
      gap = true;
    } else if (text[i] == '"' || text[i] == '\'') {
      auto end = string_end(text, i);
      out += text.substr(i, end - i);
      i = end;
      gap = false;
    } else {
      if (gap && !out.empty() && is_word(out.back()) && is_word(text[i])) out += ' ';
      gap = false;
      out += text[i++];
    }
  }
  return out;
}

bool has_comment(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (comment_at(text, i) != 0) return true;
    i = text[i] == '"' || text[i] == '\'' ? string_end(text, i) : i + 1;
  }
  return false;
}

}  // namespace kukini::lint::flow
