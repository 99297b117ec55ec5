// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// JSON of the language server's messages.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace kukini::lsp {

namespace json = boost::json;

/// The member, or null: never throws.
inline const json::value* member(const json::value& v, std::string_view name) {
  const auto* object = v.if_object();
  return object != nullptr ? object->if_contains(name) : nullptr;
}
/// A member of a member ….
template <class... Names>
const json::value* member(const json::value& v, std::string_view name, Names... more) {
  const auto* inner = member(v, name);
  return inner != nullptr ? member(*inner, more...) : nullptr;
}
/// The text, or empty.
inline std::string_view text_of(const json::value* v) {
  const auto* s = v != nullptr ? v->if_string() : nullptr;
  return s != nullptr ? std::string_view(*s) : std::string_view();
}
/// The number, or `otherwise`.
inline std::int64_t number_of(const json::value* v, std::int64_t otherwise = 0) {
  if (v == nullptr) return otherwise;
  if (const auto* n = v->if_int64()) return *n;
  if (const auto* n = v->if_uint64()) return static_cast<std::int64_t>(*n);
  return otherwise;
}
inline bool flag_of(const json::value* v) {
  const auto* b = v != nullptr ? v->if_bool() : nullptr;
  return b != nullptr && *b;
}

}  // namespace kukini::lsp
