// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// if condition statement [else if …] [else statement]; the parentheses around the condition are part of the expression and optional.
#pragma once

#include "cfg/expression.hpp"

namespace kukini::grammar::cfg {

struct body;

struct if_keyword : keyword<'i', 'f'> {};
struct else_keyword : keyword<'e', 'l', 's', 'e'> {};

struct condition : expression {};
struct else_if_branch : p::seq<else_keyword, _, if_keyword, _, p::must<condition>, _, p::must<body>> {};
struct else_branch : p::seq<else_keyword, _, p::must<body>> {};
struct if_statement
    : p::seq<if_keyword, _, p::must<condition>, _, p::must<body>, p::star<_, else_if_branch>, p::opt<_, else_branch>> {};

}  // namespace kukini::grammar::cfg
