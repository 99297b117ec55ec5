// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// URIs taken apart and put together again, for variables that can be assigned.
#include "base/text.hpp"
#include "pv.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::pv {

string_view lower(base::Arena& arena, string_view text) {
  bool upper = false;
  for (char ch : text) upper |= ch != base::to_lower(ch);
  if (!upper) return text;
  auto out = arena.make_array<char>(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = base::to_lower(text[i]);
  return {out.data(), out.size()};
}

const sip::Uri* parse_uri_in(base::Arena& arena, string_view text) {
  auto* uri = arena.make<sip::Uri>();
  return sip::parse_uri(text, *uri) ? uri : nullptr;
}

UriParts parts_of(const sip::Uri& u) {
  auto scheme = u.scheme == sip::Scheme::other ? u.scheme_text : sip::to_string(u.scheme);
  return {scheme, u.user, u.password, u.host, u.port_text, u.params, u.headers, u.has_password};
}

string_view build_uri(base::Arena& arena, const UriParts& p) {
  TextBuilder out(arena, 96);
  out << p.scheme << ':';
  if (!p.user.empty()) {
    out << p.user;
    if (p.has_password) out << ':' << p.password;
    if (!p.host.empty()) out << '@';
  }
  out << p.host;
  if (!p.port.empty()) out << ':' << p.port;
  if (!p.params.empty()) out << ';' << p.params;
  if (!p.headers.empty()) out << '?' << p.headers;
  return out.view();
}

Value transport_of(const sip::Uri& uri) {
  static constexpr string_view kNames[] = {"udp", "tcp", "tls", "sctp", "ws", "wss"};
  if (uri.transport.empty()) return Value::coded(1, "UDP");
  for (std::size_t i = 0; i < std::size(kNames); ++i)
    if (base::iequals(kNames[i], uri.transport)) return Value::coded(static_cast<std::int64_t>(i) + 1, uri.transport);
  return Value::coded(0, uri.transport);
}

}  // namespace kukini::modules::pv
