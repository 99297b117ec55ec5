// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A whole script: what may stand at the top level, and how parsing goes on after a mistake there.
#pragma once

#include "cfg/flags.hpp"
#include "cfg/global_param.hpp"
#include "cfg/listen.hpp"
#include "cfg/module.hpp"
#include "cfg/route.hpp"

namespace kukini::grammar::cfg {

// A statement outside of every route block, and a brace too many: reported as such, and passed over whole.
struct outside_statement : p::at<p::sor<if_keyword, keyword<'w', 'h', 'i', 'l', 'e'>, keyword<'s', 'w', 'i', 't', 'c', 'h'>, else_keyword, p::seq<p::one<'$'>, p::not_at<p::one<'{'>>>, p::seq<p::one<'{'>, p::not_at<p::one<'{', '%'>>>>> {};
struct inside : p::not_at<outside_statement> {};
struct no_brace : p::not_at<p::one<'}'>> {};

struct global_ahead : p::at<word, _, p::opt<p::one<'['>, p::star<p::not_one<']', '\n', '{'>>, p::one<']'>, _>, p::one<'=', '.'>> {};
struct any_item
    : p::sor<route_block, load_module, load_path, mod_param, cfg_engine, flags, p::seq<p::at<listen_keyword>, listen>, socket_block,
             p::seq<global_ahead, global_param>> {};
struct checked_item : p::seq<p::must<no_brace>, p::must<inside>, p::must<any_item>> {};

// After a mistake: to the end of the line, or to a block, which is parsed for its own mistakes.
struct skip_item_token : p::sor<string_literal, pv, broken_pv, template_mark, p::not_one<'\n', '{', '}', ';'>> {};
struct resume_item
    : p::sor<p::one<'}'>, p::seq<p::at<p::sor<if_keyword, keyword<'w', 'h', 'i', 'l', 'e'>, keyword<'s', 'w', 'i', 't', 'c', 'h'>>>, statement>,
             p::seq<p::star<skip_item_token>, p::opt<p::sor<p::one<'\n', ';'>, rest_of_head>>>> {};

struct item : p::seq<p::not_at<p::eof>, recoverable<checked_item, resume_item>> {};
struct stray_semicolon : p::one<';'> {};
struct script : p::seq<_, p::star<p::sor<stray_semicolon, item>, _>, p::eof> {};

}  // namespace kukini::grammar::cfg
