// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// An open document: its text, and places in it as editors count them (lines and UTF-16 units from 0).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/json.hpp"

namespace kukini::lsp {

struct Position {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
};

/// A text with its line starts.
class LineText {
 public:
  explicit LineText(std::string text) { assign(std::move(text)); }
  void assign(std::string text);
  const std::string& text() const { return text_; }
  /// Places behind the end of a line or of the text count as that end.
  std::uint32_t offset_of(Position at) const;
  Position position_of(std::uint32_t offset) const;
  json::object range(std::uint32_t begin, std::uint32_t end) const;
  /// The line that holds `offset`, without its end.
  std::string_view line_at(std::uint32_t offset) const;

 private:
  std::string text_;
  std::vector<std::uint32_t> lines_;
};

Position position_from(const json::value* value);

/// "file:///a%20b" gives "/a b"; other URIs are returned as they are.
std::string path_of(std::string_view uri);
std::string uri_of(std::string_view path);

}  // namespace kukini::lsp
