// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Conversions and operators of the language on values. What each table in tests/unit/script says was seen in Kamailio 5.6.3.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.hpp"
#include "sdk/value.hpp"

namespace kukini::script {

using sdk::Value;

/// "10", "-5", "+5", "0x1F"; nothing around it. False for anything else.
bool parse_integer(std::string_view text, std::int64_t& out);

/// Null and text that is no number are 0.
std::int64_t to_integer(const Value& v);

/// Room for any integer in decimal.
struct NumberText {
  char bytes[24];
  std::string_view write(std::int64_t n);
};

/// Null is empty. `buffer` holds what an integer is printed to.
std::string_view to_text(const Value& v, NumberText& buffer);
/// The same, valid as long as `arena`.
std::string_view to_text(const Value& v, base::Arena& arena);

/// ==: the type of the left side decides; where that is null, the type of the right one.
bool equal(const Value& left, const Value& right);
/// +: numbers are added, text is put together; the left side decides as in equal().
Value add(const Value& left, const Value& right, base::Arena& arena);
Value concat(const Value& left, const Value& right, base::Arena& arena);

}  // namespace kukini::script
