// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {uri.…} {nameaddr.…} {tobody.…} {urialias.…}.
#include "base/text.hpp"
#include "sip/name_addr.hpp"
#include "sip/params.hpp"
#include "sip/uri.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

namespace {

Value str(string_view s) { return Value::string(s); }
Value none() { return sdk::nothing(); }

/// What these transformations take for a URI: not every scheme, and urn:service:sos has a user and a host.
bool read_uri(string_view s, sip::Uri& u) {
  if (!sip::parse_uri(s, u) || u.scheme == sip::Scheme::other) return false;
  if (u.scheme == sip::Scheme::urn) {
    auto opaque = u.user;
    auto colon = opaque.find(':');
    u.user = opaque.substr(0, colon);
    u.host = colon == opaque.npos ? string_view() : opaque.substr(colon + 1);
  }
  return true;
}

template <string_view sip::Uri::*Field>
Value uri_field(Context&, string_view s, TransformArgs) {
  sip::Uri u;
  return read_uri(s, u) ? str(u.*Field) : none();
}
Value uri_param(Context& c, string_view s, TransformArgs a) {
  sip::Uri u;
  if (!read_uri(s, u)) return none();
  auto value = u.param(arg_text(c, a, 0));
  return str(value ? *value : string_view(""));
}
Value uri_named_param(string_view s, string_view name) {
  sip::Uri u;
  if (!read_uri(s, u)) return none();
  auto value = u.param(name);
  return str(value ? *value : string_view(""));
}
Value uri_lr(Context&, string_view s, TransformArgs) { return uri_named_param(s, "lr"); }
Value uri_r2(Context&, string_view s, TransformArgs) { return uri_named_param(s, "r2"); }
Value uri_scheme(Context&, string_view s, TransformArgs) {
  sip::Uri u;
  return read_uri(s, u) ? str(u.scheme_text) : none();
}

/// tosocket transport:host:port · duri scheme:host:port;transport · saor scheme:user@host · suri scheme:user@host:port;transport
enum class Shape { socket, destination, aor, short_uri };
template <Shape S>
Value reshaped(Context& c, string_view s, TransformArgs) {
  sip::Uri u;
  if (!read_uri(s, u)) return none();
  if (u.host.empty()) return S == Shape::socket ? str("") : none();
  TextBuilder out(*c.arena);
  if (S == Shape::socket) {
    if (u.port == 0 || u.transport.empty()) return str("");
    out << lower(*c.arena, u.transport) << ':' << u.host << ':' << u.port_text;
    return str(out.view());
  }
  out << u.scheme_text << ':';
  if (S != Shape::destination && !u.user.empty()) out << u.user << '@';
  out << u.host;
  if (S == Shape::aor) return str(out.view());
  if (u.port != 0) out << ':' << u.port_text;
  if (!u.transport.empty()) out << ";transport=" << u.transport;
  return str(out.view());
}
Value rmparam(Context& c, string_view s, TransformArgs a) {
  sip::Uri u;
  if (!read_uri(s, u)) return none();
  if (u.params.empty()) return str(s);
  auto begin = static_cast<std::size_t>(u.params.data() - s.data()) - 1;
  auto param = sip::find_param_text(s.substr(begin, u.params.size() + 1), arg_text(c, a, 0));
  if (param.empty()) return str(s);
  auto at = static_cast<std::size_t>(param.data() - s.data());
  return str(c.arena->concat(s.substr(0, at), s.substr(at + param.size())));
}

/// Without brackets all of it is a URI; the name is what stands in front of them, quotes and space included.
struct Address {
  string_view name, uri, text;
};
Address address_of(string_view s) {
  std::size_t open = 0;
  for (bool quoted = false; open < s.size() && (quoted || s[open] != '<'); ++open) {
    if (quoted && s[open] == '\\') ++open;
    else if (s[open] == '"') quoted = !quoted;
  }
  if (open >= s.size()) return {"", s, s};
  auto close = s.find('>', open);
  if (close == s.npos) return {};
  return {s.substr(0, open), s.substr(open + 1, close - open - 1), s.substr(0, close + 1)};
}
Value address_name(Context&, string_view s, TransformArgs) { return s.empty() ? none() : str(address_of(s).name); }
Value address_uri(Context&, string_view s, TransformArgs) { return s.empty() ? none() : str(address_of(s).uri); }
Value address_len(Context&, string_view s, TransformArgs) {
  auto text = address_of(s).text;
  return s.empty() ? none() : text.empty() ? str("") : Value::integer(static_cast<std::int64_t>(text.size()));
}

/// One address, and no more, with a URI.
bool parse_body(string_view s, sip::NameAddr& a, sip::Uri& u) { return sip::parse_name_addr(s, a) && a.rest.empty() && read_uri(a.uri_text, u); }

template <string_view sip::NameAddr::*Field>
Value body_field(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  sip::Uri u;
  return parse_body(s, a, u) ? str(a.*Field) : none();
}
Value body_params(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  sip::Uri u;
  if (!parse_body(s, a, u)) return none();
  auto params = a.params;
  if (params.starts_with(';')) params.remove_prefix(1);
  return str(params);
}
template <string_view sip::Uri::*Field>
Value body_uri_field(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  sip::Uri u;
  return parse_body(s, a, u) ? str(u.*Field) : none();
}

/// sip:host:port;transport=x to host~port~number of the transport, and back.
Value alias_encode(Context& c, string_view s, TransformArgs) {
  sip::Uri u;
  if (s.empty()) return none();
  if (!read_uri(s, u) || u.host.empty()) return str("");
  std::int64_t number = 1;
  for (int p = 0; p < 6; ++p)
    if (base::iequals(io::to_string(static_cast<io::Protocol>(p)), u.transport)) number = p + 1;
  TextBuilder out(*c.arena);
  out << u.host << '~' << int{u.port_or_default()} << '~' << number;
  return str(out.view());
}
Value alias_decode(Context& c, string_view s, TransformArgs) {
  auto first = s.find('~'), last = s.rfind('~');
  if (first == s.npos || first == last) return none();
  auto number = base::to_number<int>(s.substr(last + 1));
  if (!number || *number < 1 || *number > 6) return none();
  auto host = s.substr(0, first);
  bool six = host.find(':') != host.npos && !host.starts_with('[');
  TextBuilder out(*c.arena);
  out << "sip:" << (six ? "[" : "") << host << (six ? "]" : "") << ':' << s.substr(first + 1, last - first - 1);
  if (*number != 1) out << ";transport=" << io::to_string(static_cast<io::Protocol>(*number - 1));
  return str(out.view());
}

}  // namespace

void bind_uri_transformations(Binder& b) {
  using sip::NameAddr;
  using sip::Uri;
  struct {
    string_view kind, name;
    TransformCall call;
  } const kAll[] = {
      {"uri", "user", &on_text<uri_field<&Uri::user>>},
      {"uri", "passwd", &on_text<uri_field<&Uri::password>>},
      {"uri", "host", &on_text<uri_field<&Uri::host>>},
      {"uri", "domain", &on_text<uri_field<&Uri::host>>},
      {"uri", "port", &on_text<uri_field<&Uri::port_text>>},
      {"uri", "params", &on_text<uri_field<&Uri::params>>},
      {"uri", "headers", &on_text<uri_field<&Uri::headers>>},
      {"uri", "transport", &on_text<uri_field<&Uri::transport>>},
      {"uri", "ttl", &on_text<uri_field<&Uri::ttl>>},
      {"uri", "uparam", &on_text<uri_field<&Uri::user_param>>},
      {"uri", "maddr", &on_text<uri_field<&Uri::maddr>>},
      {"uri", "method", &on_text<uri_field<&Uri::method>>},
      {"uri", "param", &on_text<uri_param>},
      {"uri", "lr", &on_text<uri_lr>},
      {"uri", "r2", &on_text<uri_r2>},
      {"uri", "scheme", &on_text<uri_scheme>},
      {"uri", "tosocket", &on_text<reshaped<Shape::socket>>},
      {"uri", "duri", &on_text<reshaped<Shape::destination>>},
      {"uri", "saor", &on_text<reshaped<Shape::aor>>},
      {"uri", "suri", &on_text<reshaped<Shape::short_uri>>},
      {"uri", "rmparam", &on_text<rmparam>},
      {"nameaddr", "name", &on_text<address_name>},
      {"nameaddr", "uri", &on_text<address_uri>},
      {"nameaddr", "len", &on_text<address_len>},
      {"tobody", "uri", &on_text<body_field<&NameAddr::uri_text>>},
      {"tobody", "tag", &on_text<body_field<&NameAddr::tag>>},
      {"tobody", "display", &on_text<body_field<&NameAddr::display>>},
      {"tobody", "params", &on_text<body_params>},
      {"tobody", "user", &on_text<body_uri_field<&Uri::user>>},
      {"tobody", "host", &on_text<body_uri_field<&Uri::host>>},
      {"urialias", "encode", &on_text<alias_encode>},
      {"urialias", "decode", &on_text<alias_decode>},
  };
  for (const auto& t : kAll) b.transformation(t.kind, t.name, t.call);
}

}  // namespace kukini::modules::pv
