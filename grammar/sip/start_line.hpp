// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 3261 §25.1 Request-Line and Status-Line. The Request-URI is a run of visible characters here: uri.hpp judges it.
#pragma once

#include "core.hpp"

namespace kukini::grammar::sip {

struct sip_version : istring<'S', 'I', 'P', '/', '2', '.', '0'> {};
struct request_uri : plus<sor<range<'!', '~'>, utf8_high>> {};
struct request_line : seq<token, one<' '>, request_uri, one<' '>, sip_version, eof> {};

struct status_code : seq<range<'1', '6'>, digit, digit> {};
// DEPARTS: the space in front of an empty phrase may be missing.
struct status_line : seq<sip_version, one<' '>, status_code, sor<eof, seq<one<' '>, until<eof>>>> {};

struct start_line : sor<request_line, status_line> {};

}  // namespace kukini::grammar::sip
