// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// URIs (RFC 3261 §19.1, RFC 3966 tel, RFC 8141 urn): parsing into views, comparison, escapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kukini::sip {

enum class Scheme : std::uint8_t { none, sip, sips, tel, tels, urn, other };

std::string_view to_string(Scheme scheme);

/// A parsed URI; every view points into the parsed text, nothing is unescaped.
struct Uri {
  std::string_view text;         ///< the whole URI
  std::string_view scheme_text;  ///< before ':'
  Scheme scheme = Scheme::none;
  std::string_view user;      ///< sip: before ':' or '@', parameters of the user part included; tel: the number; else the opaque part
  std::string_view password;  ///< between ':' and '@'
  std::string_view host;      ///< IPv6 with its brackets; empty for tel, urn and other
  std::string_view port_text;
  std::uint16_t port = 0;     ///< 0 when absent
  std::string_view params;    ///< "a=b;c" without the leading ';'
  std::string_view headers;   ///< after '?'
  // Well-known parameters, values as written.
  std::string_view transport, ttl, user_param, method, maddr, received, alias, gr;
  bool has_user = false, has_password = false, has_port = false, has_gr = false;
  bool lr = false, r2 = false, ob = false;

  bool is_sip() const { return scheme == Scheme::sip || scheme == Scheme::sips; }
  bool is_tel() const { return scheme == Scheme::tel || scheme == Scheme::tels; }
  /// host[:port] as written; empty for URIs without a host.
  std::string_view hostport() const;
  /// The host without the brackets of an IPv6 reference.
  std::string_view bare_host() const;
  /// The port to use: `port`, or 5061 for sips or transport=tls, else 5060.
  std::uint16_t port_or_default() const;
  /// The value of a parameter; nothing when absent, empty for a flag.
  std::optional<std::string_view> param(std::string_view name) const;
};

/// Parses a URI that fills `text` wholly. Strict on what routing relies on (scheme, host, port, escapes, no white space
/// or controls), liberal on the characters of parameters. False leaves `out` partly filled: do not use it.
bool parse_uri(std::string_view text, Uri& out);

/// Scheme of a text that may not be a valid URI of it; Scheme::none when there is no `token:`.
Scheme scheme_of(std::string_view text);

/// A host name, IPv4 address or bracketed IPv6 reference (RFC 3261 `host`; "_" in names and RFC 5118 §4.10 ":::" tolerated).
bool valid_host(std::string_view host);
bool is_ipv4(std::string_view text);
/// Without brackets.
bool is_ipv6(std::string_view text);

/// Equality of SIP and SIPS URIs (RFC 3261 §19.1.4); others compare case-insensitively on the scheme, exactly on the rest.
bool equivalent(const Uri& a, const Uri& b);

/// Decodes %HH into `out`; the number of bytes, or nothing for a malformed escape or when `out` is too small.
std::optional<std::size_t> unescape(std::string_view text, std::span<char> out);
/// Encodes what may not stand unescaped in a user part (RFC 3261 §25.1 `user`); the number of bytes, nothing if too small.
std::optional<std::size_t> escape_user(std::string_view text, std::span<char> out);
/// As `escape_user` for a URI parameter (RFC 3261 §25.1 `paramchar`).
std::optional<std::size_t> escape_param(std::string_view text, std::span<char> out);

}  // namespace kukini::sip
