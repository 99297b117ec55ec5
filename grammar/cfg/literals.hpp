// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers, strings, addresses, pseudo-variables, selects: everything that is a value by itself.
#pragma once

#include "cfg/token.hpp"

namespace kukini::grammar::cfg {

// 10, 0x1F, 0b101, 017
struct hex_number : p::seq<p::one<'0'>, p::one<'x', 'X'>, p::plus<p::xdigit>> {};
struct binary_number : p::seq<p::one<'0'>, p::one<'b', 'B'>, p::plus<p::one<'0', '1'>>> {};
struct number : p::seq<p::sor<hex_number, binary_number, p::plus<p::digit>>, p::not_at<word_char>> {};
struct signed_number : p::seq<p::opt<p::one<'-', '+'>, _>, number> {};

// "…" with escapes, '…' without; literals side by side are one string.
struct double_quoted : p::seq<p::one<'"'>, p::until<p::one<'"'>, p::sor<p::seq<p::one<'\\'>, p::any>, p::any>>> {};
struct single_quoted : p::seq<p::one<'\''>, p::until<p::one<'\''>>> {};
struct string_literal : p::sor<double_quoted, single_quoted> {};
struct string : p::seq<string_literal, p::star<_, string_literal>> {};

// $ru, $avp(s:x), $(hdr(X)[0]{s.len}): only the extent; grammar/pv says what is inside. Ends on the same line.
struct pv_other : p::not_one<'(', ')', '\n'> {};
struct pv_parens : p::seq<p::one<'('>, p::star<p::sor<pv_other, pv_parens>>, p::one<')'>> {};
struct pv : p::seq<p::one<'$'>, p::sor<p::one<'?'>, p::seq<p::plus<word_char>, p::opt<pv_parens>>, pv_parens>> {};

// @via[1].branch, @hf_value.x["key"]
struct select_index : p::seq<p::one<'['>, _, p::sor<signed_number, string_literal, word>, _, p::one<']'>> {};
struct select_part : p::seq<p::plus<word_char>, p::opt<select_index>> {};
struct select : p::seq<p::one<'@'>, p::list<select_part, p::one<'.'>>> {};

// 1.2.3.4, 10.0.0.0/8, 10.0.0.0/255.0.0.0
struct ip4_address
    : p::seq<p::plus<p::digit>, p::rep<3, p::one<'.'>, p::plus<p::digit>>, p::not_at<p::sor<word_char, p::seq<p::one<'.'>, p::digit>>>> {};
struct ip_mask : p::seq<_, p::one<'/'>, _, p::sor<ip4_address, p::plus<p::digit>>> {};
// [::1], 2001:db8::1: two colons at least, so that "case 1:" is none
struct ip6_char : p::sor<p::xdigit, p::one<':', '.'>> {};
struct ip6_bare
    : p::seq<p::at<p::star<p::xdigit>, p::one<':'>, p::star<p::xdigit>, p::one<':'>>, p::plus<ip6_char>, p::not_at<word_char>> {};
struct ip6_bracketed : p::seq<p::one<'['>, _, p::at<p::star<p::xdigit>, p::one<':'>>, p::plus<ip6_char>, _, p::one<']'>> {};
struct ip : p::seq<p::sor<ip4_address, ip6_bracketed, ip6_bare>, p::opt<ip_mask>> {};

// /regex/ of a switch case, or /"regex"
struct regex_string : p::seq<p::one<'"'>, p::star<p::sor<p::seq<p::one<'\\'>, p::any>, p::not_one<'"', '\n'>>>, p::one<'"'>> {};
struct regex_slashes : p::seq<p::plus<p::sor<p::seq<p::one<'\\'>, p::any>, p::not_one<'/', '\n'>>>, p::one<'/'>> {};
struct regex : p::seq<p::one<'/'>, p::sor<p::seq<_, regex_string>, regex_slashes>> {};

struct identifier : word {};

// gw.example.com, without quotes, as in src_ip == gw.example.com; values are joined by a dot only where they are no words
// (bounded, for it is tried at every word)
struct dotted_part : p::seq<word_char, p::rep_opt<63, p::sor<word_char, p::seq<p::one<'-'>, p::at<word_char>>>>> {};
struct dotted_name : p::seq<p::not_at<p::digit>, dotted_part, p::one<'.'>, dotted_part, p::rep_opt<15, p::one<'.'>, dotted_part>> {};

}  // namespace kukini::grammar::cfg
