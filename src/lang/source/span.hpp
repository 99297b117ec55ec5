// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A range of bytes of the expanded text, the unit in which the syntax tree says where something stands.
#pragma once

#include <cstdint>

namespace kukini::lang {

/// [begin, end) in SourceMap::text(); turn it into a file, line and column with SourceMap::locate().
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  /// From the start of this to the end of `last`.
  constexpr Span to(Span last) const { return {begin, last.end}; }
  friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace kukini::lang
