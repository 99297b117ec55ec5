// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Operators. An expression is read flat, operand operator operand …: what binds tighter is decided by one table (build_binary.cpp).
#pragma once

#include "cfg/token.hpp"

namespace kukini::grammar::cfg {

// An operator that is not the beginning of an assignment such as +=.
template <char C>
struct arithmetic : p::seq<p::one<C>, p::not_at<p::one<'='>>> {};

struct binary_symbol
    : p::sor<p::string<'|', '|'>, p::string<'&', '&'>, p::string<'=', '='>, p::string<'=', '~'>, p::string<'!', '='>,
             p::string<'!', '~'>, p::string<'<', '<'>, p::string<'>', '>'>, p::string<'<', '='>, p::string<'>', '='>, p::one<'<', '>'>,
             arithmetic<'+'>, arithmetic<'-'>, arithmetic<'*'>, arithmetic<'/'>, arithmetic<'%'>, arithmetic<'.'>, arithmetic<'|'>,
             arithmetic<'&'>, arithmetic<'^'>> {};

struct binary_word
    : p::seq<p::sor<p::istring<'a', 'n', 'd'>, p::istring<'o', 'r'>, p::istring<'m', 'o', 'd'>, p::istring<'e', 'q'>,
                    p::istring<'n', 'e'>, p::istring<'i', 'e', 'q'>, p::istring<'i', 'n', 'e'>, p::istring<'s', 'e', 'q'>,
                    p::istring<'s', 'n', 'e'>>,
             p::not_at<word_char>> {};

struct binary_operator : p::sor<binary_symbol, binary_word> {};

struct cast : p::seq<p::one<'('>, _, p::sor<keyword<'i', 'n', 't'>, keyword<'s', 't', 'r'>>, _, p::one<')'>> {};

struct unary_word
    : p::seq<p::sor<p::istring<'n', 'o', 't'>, p::istring<'d', 'e', 'f', 'i', 'n', 'e', 'd'>,
                    p::istring<'s', 't', 'r', 'e', 'm', 'p', 't', 'y'>, p::istring<'s', 't', 'r', 'l', 'e', 'n'>>,
             p::not_at<word_char>> {};

struct unary_operator : p::sor<p::seq<p::one<'!'>, p::not_at<p::one<'='>>>, p::one<'-', '+', '~'>, unary_word, cast> {};

struct assign_operator
    : p::sor<p::seq<p::one<'='>, p::not_at<p::one<'=', '~'>>>, p::string<'+', '='>, p::string<'-', '='>, p::string<'*', '='>,
             p::string<'/', '='>, p::string<'%', '='>, p::string<'.', '='>> {};

}  // namespace kukini::grammar::cfg
