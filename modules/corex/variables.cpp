// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $lsock(expression): listen sockets; $cfg(key), which the interpreter answers itself; $atkv(key).
#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

/// "udp:192.0.2.1:5060"
string_view address_text(Context& c, io::Protocol protocol, string_view host, unsigned port) {
  TextBuilder out(*c.arena, 64);
  out << io::to_string(protocol) << ':' << host << ':' << port;
  return out.view();
}
string_view listen_text(Context& c, const io::ListenSocket& s) {
  char ip[48];
  return address_text(c, s.protocol, {ip, s.address.write_ip(ip, true)}, s.address.port);
}

/// "n/name/field", "l/address/field": the value may have slashes of its own, the field not. "" where it is of another form.
Value lsock(void*, Context& c, const PvName& n) {
  auto text = n.inner;
  auto last = text.rfind('/');
  if (text.size() < 4 || (text[0] != 'n' && text[0] != 'l') || text[1] != '/' || last < 2 || last + 1 >= text.size()) return Value::string("");
  auto value = text.substr(2, last - 2);
  char field = text[last + 1];
  if (field != 'n' && field != 'l' && field != 'a' && field != 'i') return Value::string("");
  for (const auto& s : c.worker->sockets()) {
    if (text[0] == 'n' ? s.name != value : listen_text(c, s) != value) continue;
    switch (field) {
      case 'n': return s.name.empty() ? Value::null() : Value::string(s.name);
      case 'l': return Value::string(listen_text(c, s));
      case 'i': return Value::integer(s.id);
      default:
        if (s.advertised_host.empty()) return Value::null();
        return Value::string(address_text(c, s.protocol, s.advertised_host, s.advertised_port != 0 ? s.advertised_port : s.address.port));
    }
  }
  return Value::null();
}

template <const string_view* Keys, std::size_t N>
Result<const void*> one_of(void*, string_view inner) {
  std::string known;
  for (std::size_t i = 0; i < N; ++i) {
    if (Keys[i] == inner) return static_cast<const void*>(&Keys[i]);
    known += " " + std::string(Keys[i]);
  }
  return Error{"unknown name \"" + std::string(inner) + "\"; known are" + known};
}
constexpr string_view kPlaceKeys[] = {"line", "name", "file", "route"};
constexpr string_view kEventKeys[] = {"type", "key", "val", "gname"};
Value none(void*, Context&, const PvName&) { return Value::null(); }

}  // namespace

void bind_variables(Binder& b) {
  b.variable("lsock", &lsock, nullptr, nullptr);
  b.variable("cfg", &none, nullptr, nullptr, &one_of<kPlaceKeys, std::size(kPlaceKeys)>);
  b.variable("atkv", &none, nullptr, nullptr, &one_of<kEventKeys, std::size(kEventKeys)>);
}

}  // namespace kukini::modules::corex
