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

template <string_view sip::Uri::*Field>
Value uri_field(Context&, string_view s, TransformArgs) {
  sip::Uri u;
  return str(sip::parse_uri(s, u) ? u.*Field : string_view(""));
}
Value uri_param(Context& c, string_view s, TransformArgs a) {
  sip::Uri u;
  if (!sip::parse_uri(s, u)) return str("");
  auto value = u.param(arg_text(c, a, 0));
  return str(value ? *value : string_view(""));
}
Value uri_named_param(string_view s, string_view name) {
  sip::Uri u;
  if (!sip::parse_uri(s, u)) return str("");
  auto value = u.param(name);
  return str(value ? *value : string_view(""));
}
Value uri_lr(Context&, string_view s, TransformArgs) { return uri_named_param(s, "lr"); }
Value uri_r2(Context&, string_view s, TransformArgs) { return uri_named_param(s, "r2"); }
Value uri_scheme(Context& c, string_view s, TransformArgs) {
  sip::Uri u;
  return str(sip::parse_uri(s, u) ? lower(*c.arena, u.scheme_text) : string_view(""));
}

/// tosocket transport:host:port · duri scheme:host:port;transport · saor scheme:user@host · suri scheme:user@host:port;transport
enum class Shape { socket, destination, aor, short_uri };
template <Shape S>
Value reshaped(Context& c, string_view s, TransformArgs) {
  sip::Uri u;
  if (!sip::parse_uri(s, u) || u.host.empty()) return str("");
  TextBuilder out(*c.arena);
  if (S == Shape::socket) {
    if (u.port == 0 || u.transport.empty()) return str("");
    out << lower(*c.arena, u.transport) << ':' << u.host << ':' << u.port_text;
    return str(out.view());
  }
  out << lower(*c.arena, u.scheme_text) << ':';
  if (S != Shape::destination && !u.user.empty()) out << u.user << '@';
  out << u.host;
  if (S == Shape::aor) return str(out.view());
  if (u.port != 0) out << ':' << u.port_text;
  if (!u.transport.empty()) out << ";transport=" << u.transport;
  return str(out.view());
}
Value rmparam(Context& c, string_view s, TransformArgs a) {
  sip::Uri u;
  if (!sip::parse_uri(s, u)) return str("");
  if (u.params.empty()) return str(s);
  auto begin = static_cast<std::size_t>(u.params.data() - s.data()) - 1;
  auto param = sip::find_param_text(s.substr(begin, u.params.size() + 1), arg_text(c, a, 0));
  if (param.empty()) return str(s);
  auto at = static_cast<std::size_t>(param.data() - s.data());
  return str(c.arena->concat(s.substr(0, at), s.substr(at + param.size())));
}

/// A bare address is a URI with everything behind it; quotes of a name are kept.
struct Address {
  string_view name, uri, text;
};
bool parse_address(string_view s, Address& out) {
  sip::NameAddr a;
  if (!sip::parse_name_addr(s, a)) return false;
  if (!a.bracketed) {
    out = {"", base::trim(s), base::trim(s)};
    return true;
  }
  auto end = a.uri_text.data() + a.uri_text.size() + 1;
  out = {a.display, a.uri_text, string_view(a.text.data(), static_cast<std::size_t>(end - a.text.data()))};
  return true;
}
Value address_name(Context&, string_view s, TransformArgs) {
  Address a;
  return str(parse_address(s, a) ? a.name : string_view(""));
}
Value address_uri(Context&, string_view s, TransformArgs) {
  Address a;
  return str(parse_address(s, a) ? a.uri : string_view(""));
}
Value address_len(Context&, string_view s, TransformArgs) {
  Address a;
  return parse_address(s, a) ? Value::integer(static_cast<std::int64_t>(a.text.size())) : str("");
}

template <string_view sip::NameAddr::*Field>
Value body_field(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  return str(sip::parse_name_addr(s, a) ? a.*Field : string_view(""));
}
Value body_params(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  if (!sip::parse_name_addr(s, a)) return str("");
  auto params = a.params;
  if (params.starts_with(';')) params.remove_prefix(1);
  return str(params);
}
template <string_view sip::Uri::*Field>
Value body_uri_field(Context&, string_view s, TransformArgs) {
  sip::NameAddr a;
  sip::Uri u;
  return str(sip::parse_name_addr(s, a) && sip::parse_uri(a.uri_text, u) ? u.*Field : string_view(""));
}

/// sip:host:port;transport=x to host~port~number of the transport, and back.
Value alias_encode(Context& c, string_view s, TransformArgs) {
  sip::Uri u;
  if (!sip::parse_uri(s, u) || u.host.empty()) return str("");
  std::int64_t number = 1;
  for (int p = 0; p < 6; ++p)
    if (base::iequals(io::to_string(static_cast<io::Protocol>(p)), u.transport)) number = p + 1;
  TextBuilder out(*c.arena);
  out << u.bare_host() << '~' << int{u.port_or_default()} << '~' << number;
  return str(out.view());
}
Value alias_decode(Context& c, string_view s, TransformArgs) {
  auto first = s.find('~'), last = s.rfind('~');
  if (first == s.npos || first == last) return str("");
  auto number = base::to_number<int>(s.substr(last + 1));
  if (!number || *number < 1 || *number > 6) return str("");
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
