// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which runs of lines differ between two texts, the lines being numbers (equal number: equal line).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kukini::diag {

/// Lines [old_begin, old_end) became lines [new_begin, new_end); either may be empty, not both. Counted from 0.
struct LineChange {
  std::uint32_t old_begin = 0;
  std::uint32_t old_end = 0;
  std::uint32_t new_begin = 0;
  std::uint32_t new_end = 0;
};

/// In ascending order, never touching each other. Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986) for as long as
/// few lines differ, lines that occur once on both sides as anchors where that gets too long.
std::vector<LineChange> diff_lines(std::span<const std::uint32_t> old_lines, std::span<const std::uint32_t> new_lines);

}  // namespace kukini::diag
