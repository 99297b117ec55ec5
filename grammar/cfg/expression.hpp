// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions: operands, calls, route calls, and how they are joined.
#pragma once

#include "cfg/literals.hpp"
#include "cfg/operators.hpp"

namespace kukini::grammar::cfg {

struct expression;

// ($var(x) = 1): an assignment that is a value as well; only with '=', of a pseudo-variable, and alone between its parentheses.
struct inner_equals : p::seq<p::one<'='>, p::not_at<p::one<'=', '~'>>> {};
struct inner_value;
struct inner_assignment : p::seq<pv, _, inner_equals, _, p::must<inner_value>> {};
struct parenthesized : p::seq<open_paren, _, p::sor<inner_assignment, p::must<expression>>, _, p::must<close_paren>> {};

// udp:10.0.0.1:5060, uri:host, gw.example.com: an address without quotes, as an argument
struct bare_address_char : p::sor<word_char, p::one<'.', '-', ':', '[', ']'>> {};
struct bare_address
    : p::seq<p::at<p::sor<p::seq<word, p::one<':', '.'>, p::sor<word_char, p::one<'['>>>, p::seq<ip4_address, p::one<':'>>>>,
             p::plus<bare_address_char>, p::at<_, p::one<',', ')'>>> {};

struct argument : p::sor<bare_address, expression> {};
struct arguments : p::opt<argument, _, p::star<comma, _, p::must<argument>, _>> {};
struct call_end : close_paren {};
struct call_name : word {};
struct call : p::seq<call_name, _, open_paren, _, arguments, p::must<call_end>> {};

// route(NAME), route(1), route("x" + $rU)
struct route_name_char : p::sor<word_char, p::one<'-', ':', '.'>> {};
struct route_name : p::plus<route_name_char> {};
struct route_target : p::sor<p::seq<route_name, p::at<_, close_paren>>, expression> {};
struct route_call
    : p::seq<keyword<'r', 'o', 'u', 't', 'e'>, _, open_paren, _, p::must<route_target>, _, p::must<call_end>> {};

// msg:len and max_len are names with a history; the others are plain identifiers that the builder knows.
struct msg_len : p::seq<p::string<'m', 's', 'g', ':', 'l', 'e', 'n'>, p::not_at<word_char>> {};

struct primary : p::sor<parenthesized, string, pv, select, ip, number, msg_len, route_call, call, dotted_name, identifier, regex> {};

struct operand : p::seq<p::star<unary_operator, _>, primary> {};
struct expression : p::seq<operand, p::star<_, binary_operator, _, p::must<operand>>> {};
struct inner_value : expression {};

}  // namespace kukini::grammar::cfg
