// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Route blocks: request_route { }, route[NAME] { }, onreply_route[1] { }, event_route[module:event] { } …
#pragma once

#include "cfg/statement.hpp"

namespace kukini::grammar::cfg {

struct route_keyword
    : p::seq<p::sor<p::istring<'r', 'e', 'q', 'u', 'e', 's', 't', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'r', 'e', 'p', 'l', 'y', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'o', 'n', 'r', 'e', 'p', 'l', 'y', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'f', 'a', 'i', 'l', 'u', 'r', 'e', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'b', 'r', 'a', 'n', 'c', 'h', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'o', 'n', 's', 'e', 'n', 'd', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'e', 'r', 'r', 'o', 'r', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'l', 'o', 'c', 'a', 'l', '_', 'r', 'o', 'u', 't', 'e'>,
                    p::istring<'e', 'v', 'e', 'n', 't', '_', 'r', 'o', 'u', 't', 'e'>, p::istring<'r', 'o', 'u', 't', 'e'>>,
             p::not_at<word_char>> {};

// Names of events have dots, colons, dashes and more in them.
struct block_name_char : p::not_one<']', '[', '{', '}', '"', '\'', ';', '\n', '\r'> {};
struct block_name : p::sor<string_literal, p::plus<block_name_char>> {};
struct bracketed_name : p::seq<p::one<'['>, _, p::must<block_name>, _, p::must<close_bracket>> {};

struct route_body : block {};
struct route_block : p::seq<route_keyword, _, p::opt<bracketed_name, _>, p::must<route_body>> {};

}  // namespace kukini::grammar::cfg
