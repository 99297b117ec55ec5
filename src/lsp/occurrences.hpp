// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names in a script and where they stand in its files: what hover, definition, references and rename work on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/front_end.hpp"

namespace kukini::lsp {

enum class NameKind : std::uint8_t { route, function, variable, transformation, modparam, module, global, define };

struct Occurrence {
  NameKind kind;
  /// Of a route; else request.
  lang::ast::RouteKind route = lang::ast::RouteKind::request;
  /// For a modparam, "module.name"; for a variable with a literal inner name that a script makes up (,  …), "var(x)";
  /// for a transformation "s.len".
  std::string name;
  lang::FileSpan place;
  bool definition = false;
};

/// In source order of the expanded text; what came out of a define is left out.
std::vector<Occurrence> find_occurrences(const lang::Script& script);
/// The innermost one that holds the byte of the file, or its end; nullptr for none.
const Occurrence* occurrence_at(const std::vector<Occurrence>& all, std::uint32_t file, std::uint32_t offset);
inline bool same_name(const Occurrence& a, const Occurrence& b) { return a.kind == b.kind && a.route == b.route && a.name == b.name; }

}  // namespace kukini::lsp
