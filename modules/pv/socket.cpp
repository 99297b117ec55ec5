// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $fs: the socket that the request is made to leave from, and its parts.
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

const io::ListenSocket* forced(Context& c) {
  auto id = c.target.send_socket;
  if (id < 0 || c.worker == nullptr || static_cast<std::size_t>(id) >= c.worker->sockets().size()) return nullptr;
  return &c.worker->sockets()[static_cast<std::size_t>(id)];
}

Value socket(Context& c) {
  const auto* s = forced(c);
  if (s == nullptr) return Value::null();
  char ip[64];
  TextBuilder out(*c.arena, 80);
  out << io::to_string(s->protocol) << ':' << string_view(ip, s->address.write_ip(ip, true)) << ':' << int{s->address.port};
  return Value::string(out.view());
}
Value name(Context& c) {
  const auto* s = forced(c);
  return s != nullptr ? nonempty_or_null(s->name) : Value::null();
}
Value port(Context& c) {
  const auto* s = forced(c);
  return Value::integer(s != nullptr ? s->address.port : 0);
}

/// "udp:192.0.2.1:5060" or the name of a socket; null frees the choice again.
bool set_socket(void*, Context& c, const PvName&, const Value& v) {
  if (v.is_null()) {
    c.target.send_socket = -1;
    return true;
  }
  if (!v.is_string() || c.worker == nullptr) return false;
  int id = c.worker->find_socket(v.s);
  if (id < 0) {
    log(Level::warning, "pv", "no socket \"{}\" found", v.s);
    return false;
  }
  c.target.send_socket = id;
  return true;
}

}  // namespace

void bind_socket(Binder& b) {
  add<&socket>(b, {"fs"}, &set_socket);
  add<&name>(b, {"fsn"}, &set_socket);
  add<&port>(b, {"fsp"});
}

}  // namespace kukini::modules::pv
