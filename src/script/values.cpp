// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Conversions and operators of the language on values.
#include "script/values.hpp"

#include <charconv>

namespace kukini::script {

bool parse_integer(std::string_view text, std::int64_t& out) {
  bool negative = false;
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  std::uint64_t n = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n, base);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return false;
  if (n > static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0)) return false;
  out = static_cast<std::int64_t>(negative ? 0 - n : n);
  return true;
}

std::int64_t to_integer(const Value& v) {
  if (v.is_integer() || v.type == Value::Type::coded) return v.i;
  std::int64_t n = 0;
  if (v.is_string()) parse_integer(v.s, n);
  return n;
}

std::string_view NumberText::write(std::int64_t n) {
  auto end = std::to_chars(bytes, bytes + sizeof bytes, n).ptr;
  return {bytes, static_cast<std::size_t>(end - bytes)};
}

std::string_view to_text(const Value& v, NumberText& buffer) {
  return v.type == Value::Type::integer ? buffer.write(v.i) : v.s;
}

std::string_view to_text(const Value& v, base::Arena& arena) {
  if (v.type != Value::Type::integer) return v.s;
  NumberText buffer;
  return arena.copy(buffer.write(v.i));
}

bool equal(const Value& left, const Value& right) {
  const Value& decides = left.is_null() ? right : left;
  if (decides.is_integer()) return to_integer(left) == to_integer(right);
  NumberText a, b;
  return to_text(left, a) == to_text(right, b);
}

Value concat(const Value& left, const Value& right, base::Arena& arena) {
  NumberText a, b;
  return Value::string(arena.concat(to_text(left, a), to_text(right, b)));
}

Value add(const Value& left, const Value& right, base::Arena& arena) {
  const Value& decides = left.is_null() ? right : left;
  if (decides.is_integer())
    return Value::integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(to_integer(left)) +
                                                    static_cast<std::uint64_t>(to_integer(right))));
  return concat(left, right, arena);
}

}  // namespace kukini::script
