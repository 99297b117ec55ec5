// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// name-addr / addr-spec with parameters: From, To, Contact, Route, Record-Route and all headers of that shape.
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::sip {

struct Header;
struct Uri;

/// One value. Views into the message; `uri_text` is what stands between '<' and '>', or the bare addr-spec.
struct NameAddr {
  std::string_view text;      ///< the whole value, without surrounding space or commas
  std::string_view display;   ///< as written, a quoted name with its quotes; empty when absent
  std::string_view uri_text;
  std::string_view params;    ///< header parameters, from the first ';'
  std::string_view tag, q, expires, received, instance, reg_id;
  bool has_tag = false, has_q = false, has_expires = false;
  bool bracketed = false;     ///< written with <>
  bool star = false;          ///< Contact: *
  const Header* header = nullptr;
  std::string_view rest;      ///< what follows the comma in that line
  bool first_in_header = true;

  // Caches kept by Message.
  mutable const Uri* uri = nullptr;
  mutable bool uri_known = false;
  mutable const NameAddr* next = nullptr;
  mutable bool next_known = false;
};

/// Parses the first value of `text` (a comma ends it). The URI itself is not judged. False when malformed.
bool parse_name_addr(std::string_view text, NameAddr& out);

}  // namespace kukini::sip
