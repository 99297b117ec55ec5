// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which line stands how deep, and what an operator is in its place.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/token.hpp"

namespace kukini::format {

/// How a line is indented; told by its first token.
enum class Role : std::uint8_t {
  level,         // by its depth
  continuation,  // goes on from a line above: keeps its place relative to that
  keep,          // stays as it is
};

struct Place {
  Role role = Role::keep;
  std::uint16_t depth = 0;
  /// Switches around the line: each adds one level where the file indents case labels.
  std::uint16_t switches = 0;
  /// Within a block, a condition or parentheses, where the rules for blanks hold.
  bool code = false;
  /// Not in a block.
  bool outside = false;
  /// A binary operator with an operand before it.
  bool binary = false;
  bool statement_start = false;
  /// The colon behind a case, or the keyword of if, while, switch, case.
  bool label_end = false;
  bool keyword = false;
};

/// A case label that begins its line, and the line of its switch; both as indices of first tokens.
struct CaseLabel {
  std::uint32_t label;
  std::uint32_t owner;
};

struct Structure {
  std::vector<Place> places;  // one per token
  std::vector<CaseLabel> labels;
};

/// Linear in time; takes any tokens. Directives that choose between branches lead each branch from the same state, and what comes
/// after them goes on from the first branch's end. A block whose braces do not add up keeps its indentation.
Structure structure(std::string_view text, const std::vector<Token>& tokens);

}  // namespace kukini::format
