// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 3261 §25.1 core rules. Departures from the ABNF are marked DEPARTS and are those of the hand-written parser.
#pragma once

#include <tao/pegtl.hpp>

namespace kukini::grammar::sip {

using namespace tao::pegtl;

struct crlf : sor<one<'\n'>, string<'\r', '\n'>> {};  // DEPARTS: a bare LF ends a line as well
struct wsp : one<' ', '\t'> {};
struct lws : sor<seq<star<wsp>, crlf, plus<wsp>>, plus<wsp>> {};
struct sws : star<lws> {};  // as the ABNF's [LWS], repeated: several folds in a row
struct some_lws : plus<lws> {};

struct alphanum : ascii::alnum {};
struct mark : one<'-', '_', '.', '!', '~', '*', '\'', '(', ')'> {};
struct unreserved : sor<alphanum, mark> {};
struct escaped : seq<one<'%'>, xdigit, xdigit> {};

struct token_char : sor<alphanum, one<'-', '.', '!', '%', '*', '_', '+', '`', '\'', '~'>> {};
struct token : plus<token_char> {};

struct utf8_high : range<static_cast<char>(0x80), static_cast<char>(0xff)> {};  // DEPARTS: any octet above 0x7f, not only well-formed UTF-8
struct quoted_char : sor<seq<one<'\\'>, any>, not_one<'"', '\\'>> {};           // DEPARTS: controls are allowed inside quotes
struct quoted_string : seq<one<'"'>, star<quoted_char>, one<'"'>> {};

struct equal : seq<sws, one<'='>, sws> {};
struct semi : seq<sws, one<';'>, sws> {};
struct comma : seq<sws, one<','>, sws> {};
struct slash : seq<sws, one<'/'>, sws> {};
struct colon : seq<sws, one<':'>, sws> {};

// DEPARTS: gen-value is any run of visible characters but separators and quotes, and may be empty.
struct value_char : sor<range<'!', '!'>, range<'#', '+'>, range<'-', ':'>, one<'='>, range<'?', '~'>, utf8_high> {};
struct gen_value : sor<quoted_string, star<value_char>> {};
struct generic_param : seq<token, opt<equal, gen_value>> {};

}  // namespace kukini::grammar::sip
