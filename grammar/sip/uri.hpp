// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 3261 §25.1 SIP-URI, hostport and absoluteURI; RFC 3966 telephone numbers.
#pragma once

#include "core.hpp"

namespace kukini::grammar::sip {

// DEPARTS: '_' in names, a digit in front of the last label as long as it is not all digits, a final '.' as in the ABNF.
struct label_char : sor<alphanum, one<'_'>> {};
struct label : seq<label_char, star<sor<label_char, seq<plus<one<'-'>>, at<label_char>>>>> {};
struct numeric_label : seq<plus<digit>, not_at<sor<label_char, one<'-'>>>> {};
struct top_label : seq<not_at<numeric_label>, label> {};
struct hostname : seq<star<seq<label, one<'.'>, at<label_char>>>, top_label, opt<one<'.'>>> {};

// DEPARTS: an octet is at most 255.
struct octet : sor<seq<string<'2', '5'>, range<'0', '5'>>, seq<one<'2'>, range<'0', '4'>, digit>, seq<one<'0', '1'>, digit, digit>, seq<digit, digit>, digit> {};
struct ipv4 : seq<octet, one<'.'>, octet, one<'.'>, octet, one<'.'>, octet, not_at<digit>> {};

// The shape of an address; how many groups it may have is counted by the action of the test.
struct ipv6_char : sor<xdigit, one<':', '.'>> {};
struct ipv6_reference : seq<one<'['>, plus<ipv6_char>, one<']'>> {};

struct host_end : not_at<sor<label_char, one<'-', '.'>>> {};
struct host : sor<seq<ipv4, host_end>, seq<hostname, host_end>, ipv6_reference> {};
struct port : plus<digit> {};

struct user_char : sor<unreserved, escaped, one<'&', '=', '+', '$', ',', ';', '?', '/'>, one<'#', '{', '}', '|', '\\', '^', '`', '[', ']'>, utf8_high> {};  // DEPARTS: the last two
struct user : plus<user_char> {};
struct password_char : sor<unreserved, escaped, one<'&', '=', '+', '$', ','>> {};
struct password : star<password_char> {};
struct userinfo : seq<user, opt<one<':'>, password>, one<'@'>> {};

// DEPARTS: parameters and headers take every visible character but quotes, <> and their own separators.
struct uri_text_char : sor<one<'!'>, range<'#', '$'>, range<'&', ':'>, one<'@'>, range<'A', '~'>, escaped> {};
struct pname : plus<not_at<one<'=', '?'>>, uri_text_char> {};
struct pvalue : star<sor<seq<not_at<one<'?'>>, uri_text_char>, one<'='>>> {};
struct uri_parameter : seq<one<';'>, opt<pname, opt<one<'='>, pvalue>>> {};  // DEPARTS: may be empty
struct uri_parameters : star<uri_parameter> {};
struct header_char : seq<not_at<one<'&'>>, sor<uri_text_char, one<';', '?'>>> {};
struct uri_header : seq<plus<header_char>, one<'='>, star<sor<header_char, one<'='>>>> {};
struct uri_headers : seq<one<'?'>, list<uri_header, one<'&'>>> {};

struct sip_scheme : seq<istring<'s', 'i', 'p'>, opt<one<'s', 'S'>>, one<':'>> {};
// A text with '@' has a user part: the rest may hold no other meaning of the first '@'.
struct no_user : not_at<seq<star<not_one<'@'>>, one<'@'>>> {};
struct sip_uri : seq<sip_scheme, sor<userinfo, no_user>, host, opt<one<':'>, port>, uri_parameters, opt<uri_headers>> {};

struct visual : one<'-', '.', '(', ')'> {};
struct global_number : seq<one<'+'>, star<visual>, digit, star<sor<digit, visual>>> {};
struct local_digit : sor<xdigit, one<'*', '#'>> {};
struct local_number : seq<star<visual>, local_digit, star<sor<local_digit, visual>>> {};
struct tel_scheme : seq<istring<'t', 'e', 'l'>, opt<one<'s', 'S'>>, one<':'>> {};
struct tel_pname : plus<not_at<one<'='>>, sor<uri_text_char, one<'?'>>> {};
struct tel_pvalue : star<sor<uri_text_char, one<'=', '?'>>> {};
struct tel_parameter : seq<one<';'>, opt<tel_pname, opt<one<'='>, tel_pvalue>>> {};
struct tel_uri : seq<tel_scheme, sor<global_number, local_number>, star<tel_parameter>> {};

struct scheme : seq<alpha, star<sor<alnum, one<'+', '-', '.'>>>> {};
struct opaque_char : sor<uri_text_char, one<';', '=', '?'>> {};
struct absolute_uri : seq<not_at<sor<sip_scheme, tel_scheme>>, scheme, one<':'>, plus<opaque_char>> {};

struct uri : sor<sip_uri, tel_uri, absolute_uri> {};
struct whole_uri : seq<uri, eof> {};

}  // namespace kukini::grammar::sip
