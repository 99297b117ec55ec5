// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 3261 §25.1 Via, From/To and CSeq values.
#pragma once

#include "uri.hpp"

namespace kukini::grammar::sip {

// ---- Via: one value. Known parameters are judged by the test's actions, as far as they are numbers or hosts.
struct sent_protocol : seq<token, slash, token, slash, token> {};
struct via_host : host {};
struct via_port : port {};
struct sent_by : seq<via_host, opt<colon, via_port>> {};
struct via_param : seq<token, opt<equal, gen_value>> {};
struct via_value : seq<sent_protocol, some_lws, sent_by, star<semi, via_param>> {};
struct whole_via_list : seq<sws, list<via_value, comma>, sws, eof> {};

// ---- name-addr / addr-spec
struct word_char : value_char {};  // DEPARTS: more than tokens, as phones send it
struct display_name : sor<seq<quoted_string, sws>, star<sor<word_char, lws>>> {};
struct bracketed_uri : seq<sws, plus<not_one<'<', '>'>>> {};  // DEPARTS: space inside <>; judged by uri.hpp
struct name_addr : seq<display_name, one<'<'>, bracketed_uri, one<'>'>> {};
// DEPARTS: '?' is taken in an addr-spec without <>.
struct bare_char : sor<one<'!'>, range<'#', '+'>, range<'-', ':'>, one<'='>, range<'?', '~'>> {};
struct addr_spec : plus<bare_char> {};
struct tag_param : seq<istring<'t', 'a', 'g'>, not_at<token_char>, equal, sor<quoted_string, plus<value_char>>> {};
struct other_param : seq<not_at<seq<istring<'t', 'a', 'g'>, not_at<token_char>>>, generic_param> {};
struct from_params : star<semi, sor<tag_param, other_param>> {};
struct from_value : seq<sor<name_addr, addr_spec>, from_params> {};
struct whole_from : seq<sws, not_at<one<'*'>, sws, sor<eof, one<';', ','>>>, from_value, sws, eof> {};

// ---- CSeq
struct cseq_number : plus<digit> {};
struct cseq_method : token {};
struct whole_cseq : seq<sws, cseq_number, some_lws, cseq_method, sws, eof> {};

}  // namespace kukini::grammar::sip
