// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// One Via value (RFC 3261 §20.42, RFC 3581 rport).
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::sip {

struct Header;

/// Views into the message. `transport` is as written ("UDP"); `host` keeps IPv6 brackets.
struct Via {
  std::string_view text;       ///< the whole value, without surrounding space or commas
  std::string_view protocol;   ///< "SIP"
  std::string_view version;    ///< "2.0"
  std::string_view transport;
  std::string_view host;
  std::string_view port_text;
  std::uint16_t port = 0;      ///< 0 when absent
  std::string_view sent_by;    ///< host[:port] as written
  std::string_view params;     ///< from the first ';'; empty when there are none
  std::string_view branch, received, rport, maddr, ttl, alias, i;
  bool has_branch = false, has_received = false, has_rport = false, has_alias = false;
  const Header* header = nullptr;  ///< the header line it stands in
  std::string_view rest;           ///< what follows the comma in that line; empty for the last value
  bool first_in_header = true;

  // Chain kept by Message::next_via.
  mutable const Via* next = nullptr;
  mutable bool next_known = false;
};

/// Parses the first value of `text`; `out.rest` is what follows its comma. False when the value is malformed.
bool parse_via(std::string_view text, Via& out);

/// RFC 3261 §8.1.1.7: the branch starts with z9hG4bK and has something after it.
constexpr std::string_view kMagicCookie = "z9hG4bK";
bool has_magic_cookie(std::string_view branch);

}  // namespace kukini::sip
