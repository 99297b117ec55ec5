// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Statements, blocks, and how parsing goes on after a mistake in one.
#pragma once

#include "cfg/if.hpp"
#include "cfg/jump.hpp"
#include "cfg/switch.hpp"
#include "cfg/while.hpp"

namespace kukini::grammar::cfg {

// A new route block begins here: a block that is still open lacks its brace.
struct route_ahead
    : p::seq<p::sor<keyword<'r', 'e', 'q', 'u', 'e', 's', 't', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'r', 'e', 'p', 'l', 'y', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'o', 'n', 'r', 'e', 'p', 'l', 'y', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'f', 'a', 'i', 'l', 'u', 'r', 'e', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'b', 'r', 'a', 'n', 'c', 'h', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'o', 'n', 's', 'e', 'n', 'd', '_', 'r', 'o', 'u', 't', 'e'>,
                    keyword<'e', 'v', 'e', 'n', 't', '_', 'r', 'o', 'u', 't', 'e'>, keyword<'r', 'o', 'u', 't', 'e'>>,
             _, p::one<'[', '{'>> {};

struct block_end_ahead : p::at<p::sor<p::one<'}'>, p::eof, route_ahead>> {};

struct empty_statement : p::one<';'> {};

// After a mistake: to behind the next ';', or to before the next brace, strings and the like passed over whole.
// Marks of a template that was not filled in, and a pseudo-variable that is not closed, are no braces of the script.
struct double_braces : p::seq<p::string<'{', '{'>, p::star<p::not_at<p::string<'}', '}'>>, p::not_one<'\n'>>, p::string<'}', '}'>> {};
struct percent_braces : p::seq<p::string<'{', '%'>, p::star<p::not_at<p::string<'%', '}'>>, p::not_one<'\n'>>, p::string<'%', '}'>> {};
struct dollar_braces : p::seq<p::string<'$', '{'>, p::star<p::not_one<'\n', '}'>>, p::one<'}'>> {};
struct template_mark : p::sor<double_braces, percent_braces, dollar_braces> {};
struct broken_pv : p::seq<p::one<'$'>, p::star<word_char>, p::one<'('>, p::star<p::not_one<' ', '\t', '\n', ';'>>> {};
struct skip_token : p::sor<string_literal, pv, broken_pv, template_mark, p::not_one<';', '{', '}'>> {};
struct else_after_error;
struct skip_statement : p::seq<p::star<p::not_at<route_ahead>, skip_token>, p::opt<p::one<';'>>> {};
struct lost_case : p::seq<p::star<p::not_one<'\n', ';', '{', '}', ':'>>, p::opt<colon>> {};

struct block : p::seq<open_brace, _, p::star<p::not_at<block_end_ahead>, statement, _>, end_of_block> {};

// What is left over of an if or while whose head was wrong: its block and its else branches.
struct rest_of_head : p::seq<_, block, p::star<_, else_after_error>> {};
struct resume_statement : p::seq<skip_statement, p::opt<rest_of_head>> {};
struct else_after_error
    : p::seq<else_keyword, p::opt<_, if_keyword, _, condition>, _, p::sor<block, statement>> {};

struct assign_value : expression {};
struct simple_statement : p::seq<expression, p::opt<_, assign_operator, _, p::must<assign_value>>, _, p::must<semicolon>> {};

struct stray_else : p::at<else_keyword> {};
struct statement_start : p::not_at<p::sor<stray_else, p::at<p::sor<case_keyword, default_keyword>, _, p::not_one<'('>>>> {};
struct any_statement
    : p::sor<block, empty_statement, if_statement, while_statement, switch_statement, break_statement, return_statement,
             drop_statement, exit_statement, simple_statement> {};
struct checked_statement : p::seq<p::must<statement_start>, p::must<any_statement>> {};

struct statement : p::seq<p::not_at<p::sor<p::one<'}'>, p::eof>>, recoverable<checked_statement, resume_statement>> {};
// Of if, else, while: a statement as well, but one must be there.
struct body : p::seq<p::not_at<p::one<'}', ')', ','>>, statement> {};

}  // namespace kukini::grammar::cfg
