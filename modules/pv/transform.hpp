// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the transformations share. One that cannot be applied (to null, or to a text of the wrong shape) has no value.
#pragma once

#include <span>

#include "pv.hpp"
#include "sdk/nothing.hpp"

namespace kukini::modules::pv {

using TransformArgs = std::span<const Value>;

/// A transformation of text.
using TextTransform = Value (*)(Context&, string_view, TransformArgs);

template <TextTransform F>
Value on_text(Context& c, const Value& v, TransformArgs args) {
  if (v.is_null()) return sdk::nothing();
  return F(c, text_of(c, v), args);
}

inline string_view arg_text(Context& c, TransformArgs a, std::size_t i) { return i < a.size() ? text_of(c, a[i]) : string_view{}; }

/// The one character that argument `i` names. A comma arrives as empty arguments: it separates them as well.
inline char separator_at(Context& c, TransformArgs a, std::size_t i, char otherwise) {
  auto s = arg_text(c, a, i);
  if (!s.empty()) return s.front();
  return a.size() > i ? ',' : otherwise;
}

/// Splits at `separator`, into the arena.
std::span<string_view> split(base::Arena& arena, string_view text, char separator);
/// The element at `index`, negative ones counted from the end; empty where there is none.
string_view element(std::span<string_view> all, std::int64_t index);

}  // namespace kukini::modules::pv
