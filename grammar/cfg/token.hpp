// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Blanks, words, and what is shared by all rules of the configuration language.
#pragma once

#include <tao/pegtl.hpp>

namespace kukini::grammar::cfg {

namespace p = tao::pegtl;

// Comments and directives are gone when the grammar sees the text: the preprocessor took them.
struct blank : p::one<' ', '\t', '\r', '\n', '\f', '\v'> {};
struct _ : p::star<blank> {};

struct word_char : p::sor<p::alnum, p::one<'_'>> {};
struct word : p::seq<p::sor<p::alpha, p::one<'_'>>, p::star<word_char>> {};

// A keyword: the whole word, in lower or upper case as Kamailio takes it.
template <char... C>
struct keyword : p::seq<p::istring<C...>, p::not_at<word_char>> {};

template <char C>
struct symbol : p::one<C> {};

struct open_paren : p::one<'('> {};
struct close_paren : p::one<')'> {};
struct open_brace : p::one<'{'> {};
struct close_brace : p::one<'}'> {};
struct close_bracket : p::one<']'> {};
struct comma : p::one<','> {};
struct colon : p::one<':'> {};
struct equals : p::one<'='> {};

// The end of a statement. A ';' that is only forgotten is reported where it belongs and does not hide what follows.
// The parser supplies match().
struct semicolon;

// The closing brace; also matches, with a report, where it is missing: at the end of the text and before a new route block.
// The parser supplies match().
struct end_of_block;

// Wraps a rule so that a mistake inside it is reported and the rest of the text still parsed: everything up to where `Resume`
// leads becomes an error node. The parser supplies match().
template <typename Rule, typename Resume>
struct recoverable;

}  // namespace kukini::grammar::cfg
