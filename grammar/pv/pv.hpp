// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pseudo-variables: $name, $name(inner), $(name(inner)[index]{transformation}…), and format strings made of them.
#pragma once

#include <tao/pegtl.hpp>

namespace kukini::grammar::pv {

namespace p = tao::pegtl;

struct variable;

struct blanks : p::star<p::one<' ', '\t'>> {};
struct name_char : p::sor<p::alnum, p::one<'_'>> {};
struct name : p::sor<p::one<'?'>, p::plus<name_char>> {};

// What stands between the parentheses: text and pseudo-variables, parentheses in pairs. A '$' before anything else is text.
struct inner_parens;
struct inner_char : p::not_one<'(', ')'> {};
struct inner_text : p::star<p::sor<variable, inner_parens, inner_char>> {};
struct inner_close : p::one<')'> {};
struct inner_parens : p::seq<p::one<'('>, inner_text, p::must<inner_close>> {};
struct inner : inner_text {};
struct inner_part : p::seq<p::one<'('>, inner, p::must<inner_close>> {};

// [0], [-1], [*], [$var(i)]
struct index_all : p::one<'*'> {};
struct index_number : p::seq<p::opt<p::one<'-', '+'>>, p::plus<p::digit>> {};
struct index_value : p::sor<index_all, index_number, variable> {};
struct index_close : p::one<']'> {};
struct index_part : p::seq<p::one<'['>, blanks, p::must<index_value>, blanks, p::must<index_close>> {};

// {class.name,argument,…}: arguments are split at commas; what a transformation makes of them is its own affair.
struct argument_braces;
struct argument_char : p::sor<p::seq<p::one<'\\'>, p::any>, variable, argument_braces, p::not_one<',', '{', '}'>> {};
struct argument_text : p::star<argument_char> {};
struct argument_close : p::one<'}'> {};
struct argument_braces
    : p::seq<p::one<'{'>, p::star<p::sor<argument_char, p::one<','>>>, p::must<argument_close>> {};
struct argument : argument_text {};
struct arguments : p::list<argument, p::one<','>> {};
struct class_name : p::plus<p::sor<name_char, p::one<'-'>>> {};
struct function_name : p::plus<p::sor<name_char, p::one<'-', '.'>>> {};
struct transformation_body
    : p::seq<class_name, p::one<'.'>, function_name, blanks, p::opt<p::one<','>, arguments>> {};
struct transformation : p::seq<p::one<'{'>, blanks, p::must<transformation_body>, blanks, p::must<argument_close>> {};

struct outer_close : p::one<')'> {};
struct bracketed
    : p::seq<p::one<'('>, blanks, name, blanks, p::opt<inner_part>, blanks, p::opt<index_part>, p::star<blanks, transformation>, blanks,
             p::must<outer_close>> {};
struct plain : p::seq<name, p::opt<inner_part>> {};
struct variable : p::seq<p::one<'$'>, p::sor<bracketed, plain>> {};

// A text with pseudo-variables in it; "$$" is a dollar sign.
struct dollar : p::string<'$', '$'> {};
struct lone_dollar : p::one<'$'> {};
struct literal : p::plus<p::not_one<'$'>> {};
struct format : p::seq<p::star<p::sor<dollar, variable, lone_dollar, literal>>, p::eof> {};

struct only_variable : p::seq<p::must<variable>, p::must<p::eof>> {};

}  // namespace kukini::grammar::pv
