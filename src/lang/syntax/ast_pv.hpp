// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pseudo-variables taken apart: class, inner name, index, transformations; and format strings as literals and pseudo-variables.
//
// Offsets are bytes from the start of the text that was parsed, so that a caller adds its own base to get a place.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kukini::lang::ast {

struct PvNode;

/// A piece of a format string, or of the inner name of a pseudo-variable: literal text or a pseudo-variable.
struct FormatPiece {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  /// What a literal says ("$$" says "$"); the source text of a pseudo-variable.
  std::string_view text;
  /// Not null: a pseudo-variable.
  const PvNode* pv = nullptr;
};

/// The argument of a transformation: {s.select,$var(i),:} has two.
struct PvArgument {
  std::uint32_t offset = 0;
  /// As written, untrimmed.
  std::string_view text;
  /// Set when the argument is one pseudo-variable.
  const PvNode* pv = nullptr;
  /// Set when the argument is a decimal number.
  bool is_number = false;
  std::int64_t number = 0;
};

/// {class.name,arguments}
struct PvTransformation {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  /// "s" of {s.len}; "re" of {re.subst,/a/b/}.
  std::string_view class_name;
  /// "len" of {s.len}.
  std::string_view name;
  std::span<const PvArgument> arguments;
  /// All that follows the first comma, uncut: transformations with their own syntax (re.subst) parse this.
  std::string_view raw_arguments;
};

enum class PvIndexKind : std::uint8_t { none, number, pv, all };

/// [0], [-1], [$var(i)], [*]
struct PvIndex {
  PvIndexKind kind = PvIndexKind::none;
  std::uint32_t offset = 0;
  std::int64_t number = 0;
  const PvNode* pv = nullptr;
};

/// $class, $class(inner), $(class(inner)[index]{transformation}…)
struct PvNode {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  /// The whole as written, with the dollar sign.
  std::string_view text;
  /// "avp" of $avp(x), "ru" of $ru, "?" of $?.
  std::string_view name;
  std::uint32_t name_offset = 0;
  /// "(…)" was there (it may be empty).
  bool has_inner = false;
  /// What stands between the parentheses, as written: "s:x", "a[0]=>b", "ipban=>$si".
  std::string_view inner;
  std::uint32_t inner_offset = 0;
  /// The inner text as literals and pseudo-variables; one literal piece for a plain name.
  std::span<const FormatPiece> inner_pieces;
  PvIndex index;
  std::span<const PvTransformation> transformations;

  /// The pseudo-variable that is the whole inner name, as in $avp($var(n)); else nullptr.
  const PvNode* inner_pv() const { return inner_pieces.size() == 1 ? inner_pieces[0].pv : nullptr; }
  /// No pseudo-variable inside: the name is known at load.
  bool inner_is_literal() const {
    for (const auto& p : inner_pieces)
      if (p.pv != nullptr) return false;
    return true;
  }
};

}  // namespace kukini::lang::ast
