// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Small questions that many rules ask of literals and names in a script.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {

/// The parts of `text` between separators, trimmed; empty ones are left out.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The text of a string literal without a pseudo-variable in it; nothing for anything else.
std::optional<std::string_view> constant_text(const ast::Expr* expression);

/// 1 or 0 for yes/on/true/enable and their opposites, the value of a number; nothing for anything else.
std::optional<std::int64_t> switch_value(const ast::Expr* expression);
/// The same of a core parameter that has one value; `otherwise` where it is not set or no number.
std::int64_t global_number(const Context& context, std::string_view name, std::int64_t otherwise);
/// The number of a module's parameter, the last one set; nothing where it is not set, or not to a number.
std::optional<std::int64_t> param_number(const Context& context, std::string_view module, std::string_view name);

/// Where the first occurrence of `part` (a piece of the literal's value) stands; the whole literal where that is unclear.
lang::Span place_of(const ast::String& literal, std::string_view part);

/// An item of the script that loads the module; null where none does.
const ast::LoadModule* load_of(const Context& context, std::string_view module);

/// An include that was not followed: names that seem unused may be used there. `switched_off`: those in parts that an #!ifdef
/// switched off count as well.
bool has_unread_include(const Context& context, bool switched_off = false);

/// Visits all comparisons of all blocks.
void each_binary(const Context& context, const std::function<void(const ast::Binary&, const ast::Route&)>& visit);
/// Visits all statements of all blocks, outer ones first.
void each_statement(const Context& context, const std::function<void(const ast::Stmt&, const ast::Route&)>& visit);

/// "name=a;size=8" or "name=>a;size=8" cut apart; the value of a key, or empty.
std::string_view key_value(std::string_view text, std::string_view key);

}  // namespace kukini::lint
