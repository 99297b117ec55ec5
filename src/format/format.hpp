// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Formatting of configuration scripts by the smallest edits: blanks and line ends change, nothing else does. One file at a time, as
// it is written: nothing is included, defined or left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kukini::format {

struct Options {
  static constexpr int kDetect = -1;
  static constexpr int kTab = 0;
  /// Blanks per level, kTab for one tab, kDetect for what most lines of the text have (a tab where none is indented).
  int indent = kDetect;
  /// Empty lines side by side that are left; further ones go.
  unsigned max_blank_lines = 1;
};

/// Bytes [offset, offset + length) of the text become `replacement`; both consist of blanks, tabs and line ends only.
struct Edit {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string replacement;
};

/// What changes, in ascending order, never overlapping, each as short as can be; empty when the text is in order. Takes any bytes
/// up to 4 GiB: what cannot be understood (an unclosed string, a block whose braces do not add up, an unfilled template) stays as
/// it is. Linear in time.
std::vector<Edit> format_edits(std::string_view text, const Options& options = {});

/// The text with the edits made. format(format(x)) is format(x).
std::string format(std::string_view text, const Options& options = {});

/// Makes the edits, which must be as format_edits() returns them.
std::string apply_edits(std::string_view text, const std::vector<Edit>& edits);

}  // namespace kukini::format
