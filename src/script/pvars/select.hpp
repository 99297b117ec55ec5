// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: selects (@from.uri.host): a root and steps from one value to the next, all looked up at load.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

/// What stands with one step: [i], or the name behind it (params.x, params["x"]).
struct SelectArg {
  std::int64_t index = 0;
  bool has_index = false;
  std::string key;
};
/// From what was there before to the next value, null where there is none. Roots get a null value.
using SelectStep = Value (*)(Context&, const Value&, const SelectArg&);

/// What a value is made of, which decides what may follow.
enum class SelectKind : std::uint8_t { text, uri, name_addr, header_value, digest, user_at_domain, sdp, via, values_of };

struct SelectPart {
  std::string_view name;
  SelectStep step;
  SelectKind then = SelectKind::text;
  bool wants_key = false;  ///< the next name belongs to this step
};

/// One name of the path with its [i].
struct SelectName {
  std::string name;
  std::int64_t index = 0;
  bool has_index = false;
};
/// "via[1].params[\"x\"]" to its names; empty where it is malformed.
std::vector<SelectName> select_path(std::string_view text);

/// Roots by name and what follows it ("msg" "request.uri"); `used`: how many names of the path it took.
const SelectPart* find_select_root(const std::vector<SelectName>& path, std::size_t& used);
/// Null where nothing of that name may follow.
const SelectPart* find_select_part(SelectKind kind, std::string_view name);

/// Null where there is no such select. `first` is a variable that the path goes on from, of kind text (cfg_get); null: a root.
PvPtr make_select(std::string text, const std::vector<SelectName>& path, PvPtr first = nullptr);

/// Whether make_select() knows it, or it is one that reads script variables. Without '@'.
bool runs_select(std::string_view text);

inline Value text_or_null(std::string_view s) { return s.empty() ? Value::null() : Value::string(s); }
/// The number as text: selects are texts.
Value number_text(Context& c, std::int64_t n);

/// Whether a header has a value in one of its lists: "1" or "0".
Value header_has_value(Context& c, std::string_view header, std::string_view value);

// Roots and parts, by topic.
std::span<const SelectPart> message_selects();
std::span<const SelectPart> header_selects();
std::span<const SelectPart> place_selects();

}  // namespace kukini::script
