// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// switch (value) { case value: … case /regex/: … default: … }
#pragma once

#include "cfg/expression.hpp"

namespace kukini::grammar::cfg {

struct statement;
struct lost_case;
struct resume_statement;
struct block_end_ahead;

struct case_keyword : keyword<'c', 'a', 's', 'e'> {};
struct default_keyword : keyword<'d', 'e', 'f', 'a', 'u', 'l', 't'> {};

struct case_value : p::sor<regex, expression> {};
struct case_colon : colon {};
struct case_label : p::sor<p::seq<case_keyword, _, p::must<case_value>, _, p::must<case_colon>>, p::seq<default_keyword, _, p::must<case_colon>>> {};
struct label_ahead : p::at<p::sor<case_keyword, default_keyword>> {};
struct case_end : p::sor<label_ahead, block_end_ahead> {};
struct case_block : p::seq<recoverable<case_label, lost_case>, _, p::star<p::not_at<case_end>, statement, _>> {};

struct switch_open : open_brace {};
struct switch_subject : expression {};
struct no_case : p::seq<p::not_at<block_end_ahead>, recoverable<p::must<label_ahead>, resume_statement>> {};
struct cases : p::star<p::sor<p::seq<label_ahead, case_block>, no_case>, _> {};
struct switch_statement
    : p::seq<keyword<'s', 'w', 'i', 't', 'c', 'h'>, _, p::must<switch_subject>, _, p::must<switch_open>, _, cases, end_of_block> {};

}  // namespace kukini::grammar::cfg
