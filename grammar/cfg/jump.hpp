// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// break, return, drop, exit: each with an optional value.
#pragma once

#include "cfg/expression.hpp"

namespace kukini::grammar::cfg {

struct jump_value : p::sor<p::seq<open_paren, _, close_paren>, expression> {};
struct jump_end : p::seq<p::opt<_, jump_value>, _, p::must<semicolon>> {};

struct break_statement : p::seq<keyword<'b', 'r', 'e', 'a', 'k'>, jump_end> {};
struct return_statement : p::seq<keyword<'r', 'e', 't', 'u', 'r', 'n'>, jump_end> {};
struct drop_statement : p::seq<keyword<'d', 'r', 'o', 'p'>, jump_end> {};
struct exit_statement : p::seq<keyword<'e', 'x', 'i', 't'>, jump_end> {};

}  // namespace kukini::grammar::cfg
