// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Indentation: what a file uses, and blanks and columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/format.hpp"
#include "format/structure.hpp"
#include "format/token.hpp"

namespace kukini::format {

/// How lines are indented.
struct Style {
  /// 0: a tab per level, else that many blanks.
  unsigned blanks = 0;
  /// Case labels stand one level deeper than their switch.
  bool indent_cases = true;

  /// Levels deeper than 100 are drawn as 100, so that a text of nothing but braces does not grow without bound.
  std::string of(const Place& place) const;
  unsigned level(const Place& place) const { return place.depth + (indent_cases ? place.switches : 0u); }
};

/// What the options say, the rest as most lines of the text have it.
Style detect(std::string_view text, const std::vector<Token>& tokens, const Structure& structure, const Options& options);

/// The blanks before a token that is first on its line.
std::string_view blanks_before(std::string_view text, const Token& token);

/// The column behind `text` when it begins at column `from`: characters of UTF-8, tabs to the next multiple of 4; a line end begins
/// anew.
std::uint32_t column_after(std::string_view text, std::uint32_t from = 0);

}  // namespace kukini::format
