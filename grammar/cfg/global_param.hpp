// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// name = value …, group.name = value desc "text", group[1].name = value, coreparam[name] = value.
#pragma once

#include "cfg/expression.hpp"

namespace kukini::grammar::cfg {

struct same_line_blank : p::star<p::one<' ', '\t'>> {};

struct global_group : word {};
struct global_name : word {};
struct description : string {};
struct description_part
    : p::seq<p::sor<keyword<'d', 'e', 's', 'c', 'r', 'i', 'p', 't', 'i', 'o', 'n'>, keyword<'d', 'e', 's', 'c', 'r'>, keyword<'d', 'e', 's', 'c'>>,
             _, p::must<description>> {};

// Not the next item: then the value was forgotten.
struct next_item
    : p::sor<p::seq<word, _, p::one<'=', '{', '['>>, p::seq<p::sor<p::istring<'l', 'o', 'a', 'd', 'm', 'o', 'd', 'u', 'l', 'e'>, p::istring<'m', 'o', 'd', 'p', 'a', 'r', 'a', 'm'>>, p::opt<p::one<'x'>>, p::not_at<word_char>>> {};
struct global_expression : expression {};
// gw.example.com, without quotes
struct bare_host_char : p::sor<word_char, p::one<'.', '-'>> {};
struct bare_host : p::seq<p::at<word, p::one<'.', '-'>, word_char>, p::plus<bare_host_char>> {};
struct global_value : p::seq<p::not_at<next_item>, p::sor<bare_host, global_expression>> {};
// A second value on the same line, as in tos = IPTOS_LOWDELAY or in lists of names.
struct further_value
    : p::seq<p::opt<same_line_blank, comma>, p::plus<p::one<' ', '\t'>>, p::not_at<word, _, p::one<'=', '.', '[', '{', '('>>,
             p::not_at<description_part>, p::sor<string, ip, number, identifier>> {};
struct group_instance : p::plus<p::digit> {};
struct group_index : p::seq<p::one<'['>, _, group_instance, _, p::one<']'>, _> {};
struct grouped : p::seq<p::at<word, _, p::opt<group_index>, p::one<'.'>>, global_group, _, p::opt<group_index>, p::one<'.'>, _> {};
struct core_name : p::sor<word, string_literal> {};
struct named_core_param
    : p::seq<keyword<'c', 'o', 'r', 'e', 'p', 'a', 'r', 'a', 'm'>, _, p::one<'['>, _, p::must<core_name>, _, p::must<close_bracket>> {};
struct global_param
    : p::seq<p::sor<named_core_param, p::seq<p::opt<grouped>, global_name>>, _, p::must<equals>, _, p::must<global_value>, p::star<further_value>,
             p::opt<_, description_part>> {};

}  // namespace kukini::grammar::cfg
