// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Value: what a pseudo-variable or expression yields: null, a 64-bit integer or text.
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::sdk {

/// Text is a view into the message, the context's arena or constant data; it is valid until the context ends or the
/// variable is assigned.
struct Value {
  enum class Type : std::uint8_t {
    null,
    integer,
    string,
    both,   ///< an integer that also has a text form as it stood in the message, "007" ($rs, $cl)
    coded,  ///< text that also has a number, used where one is asked for (OPTIONS of $rm is 512); a variable keeps the text only
  };
  Type type = Type::null;
  std::int64_t i = 0;
  std::string_view s{};

  static constexpr Value null() { return {}; }
  static constexpr Value integer(std::int64_t i) { return {Type::integer, i, {}}; }
  static constexpr Value string(std::string_view s) { return {Type::string, 0, s}; }
  static constexpr Value coded(std::int64_t i, std::string_view s) { return {Type::coded, i, s}; }
  static constexpr Value both(std::int64_t i, std::string_view s) { return {Type::both, i, s}; }

  bool is_null() const { return type == Type::null; }
  bool is_integer() const { return type == Type::integer || type == Type::both; }
  bool is_string() const { return type == Type::string || type == Type::coded; }
  /// What a variable keeps of it: a number or a text.
  constexpr Value plain() const { return type == Type::both ? integer(i) : type == Type::coded ? string(s) : *this; }
};

}  // namespace kukini::sdk
