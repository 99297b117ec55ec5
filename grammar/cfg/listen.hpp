// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// listen, alias (domain says the same), socket: addresses with or without quotes, several side by side, with what stands behind them.
#pragma once

#include "cfg/literals.hpp"

namespace kukini::grammar::cfg {

struct same_line : p::star<p::one<' ', '\t'>> {};

struct host_char : p::sor<word_char, p::one<'.', '-', '*'>> {};
struct host_list : p::seq<p::one<'('>, p::plus<p::not_one<')', '\n', ';'>>, p::one<')'>> {};
struct host : p::sor<ip6_bracketed, host_list, string_literal, ip6_bare, p::plus<host_char>> {};
struct port : p::seq<p::plus<word_char>, p::opt<same_line, p::one<'-'>, same_line, p::plus<p::digit>>> {};
struct proto_name : p::seq<p::plus<word_char>, p::at<_, colon>, p::not_at<_, colon, _, p::plus<p::digit>, p::not_at<p::sor<host_char, colon>>>> {};
struct address : p::seq<p::opt<p::not_at<ip6_bare>, proto_name, _, colon, _>, host, p::opt<_, colon, _, port>> {};

struct advertised : address {};
struct socket_name : string {};
struct socket_advertise : p::seq<keyword<'a', 'd', 'v', 'e', 'r', 't', 'i', 's', 'e'>, _, p::must<advertised>> {};
struct socket_named : p::seq<keyword<'n', 'a', 'm', 'e'>, _, p::must<socket_name>> {};
struct socket_virtual : keyword<'v', 'i', 'r', 't', 'u', 'a', 'l'> {};
struct socket_attribute : p::sor<socket_advertise, socket_named, socket_virtual> {};
struct socket_entry : p::seq<address, p::star<_, socket_attribute>> {};

// A further address stands on the same line, unless it is the beginning of the next parameter.
struct next_entry : p::seq<same_line, p::not_at<p::sor<p::one<'\n', '\r'>, p::eof>>, p::not_at<word, _, p::one<'=', '[', '{', '('>>, socket_entry> {};
struct listen_keyword : p::sor<keyword<'l', 'i', 's', 't', 'e', 'n'>, keyword<'a', 'l', 'i', 'a', 's'>, keyword<'d', 'o', 'm', 'a', 'i', 'n'>> {};
struct listen_entries : p::seq<p::not_at<word, _, p::one<'='>>, socket_entry, p::star<p::opt<same_line, comma>, next_entry>> {};
struct listen : p::seq<listen_keyword, _, p::must<equals>, _, p::must<listen_entries>> {};

// socket = { bind = udp:10.0.0.1:5060; name = "x"; advertise = …; virtual = yes; workers = 4 }
struct socket_key : word {};
struct socket_value : p::sor<p::seq<signed_number, p::not_at<p::one<'.', ':'>>>, address> {};
struct socket_setting : p::seq<socket_key, _, p::must<equals>, _, p::must<socket_value>, _, p::opt<p::one<';'>>> {};
struct socket_block
    : p::seq<keyword<'s', 'o', 'c', 'k', 'e', 't'>, _, p::opt<equals, _>, open_brace, _, p::star<p::sor<p::one<';'>, socket_setting>, _>, p::must<close_brace>> {};

}  // namespace kukini::grammar::cfg
