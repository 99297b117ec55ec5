// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Sockets and addresses of the message at hand: set_send_socket() and its relatives, set_source_address(); {sock.…}.
#include "base/text.hpp"
#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

int by_name(Context& c, string_view name) {
  for (const auto& s : c.worker->sockets())
    if (!s.name.empty() && s.name == name) return s.id;
  return -1;
}

/// An unknown socket changes nothing but the log; the script goes on, as in Kamailio.
int use_to_send(Context& c, int id, string_view text) {
  if (id < 0) log(Level::warning, "corex", "\"{}\" is none of our sockets", text);
  else c.target.send_socket = id;
  return 1;
}
int use_as_received(Context& c, int id, string_view text) {
  if (id < 0) {
    log(Level::warning, "corex", "\"{}\" is none of our sockets", text);
  } else {
    const auto& s = c.worker->sockets()[static_cast<std::size_t>(id)];
    c.flow.socket = s.id;
    c.flow.local = s.address;
    c.flow.protocol = s.protocol;
  }
  return 1;
}
int set_send_socket(void*, Context& c, Args a) { return use_to_send(c, c.worker->find_socket(text(c, a, 0)), text(c, a, 0)); }
int set_send_socket_name(void*, Context& c, Args a) { return use_to_send(c, by_name(c, text(c, a, 0)), text(c, a, 0)); }
int set_recv_socket(void*, Context& c, Args a) { return use_as_received(c, c.worker->find_socket(text(c, a, 0)), text(c, a, 0)); }
int set_recv_socket_name(void*, Context& c, Args a) { return use_as_received(c, by_name(c, text(c, a, 0)), text(c, a, 0)); }
int is_socket_name(void*, Context& c, Args a) { return by_name(c, text(c, a, 0)) >= 0 ? 1 : -1; }

int set_source_address(void*, Context& c, Args a) {
  SocketText at;
  if (!parse_socket(text(c, a, 0), at)) return -1;
  auto host = at.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  auto address = io::Address::parse(host, base::to_number<std::uint16_t>(at.port).value_or(5060));
  if (!address) {
    log(Level::error, "corex", "set_source_address: \"{}\" is no address", text(c, a, 0));
    return -1;
  }
  c.flow.remote = *address;
  if (at.protocol != io::Protocol::none) c.flow.protocol = at.protocol;
  return 1;
}

Value part(Context& c, const Value& v, string_view SocketText::*which) {
  SocketText at;
  return Value::string(!v.is_null() && parse_socket(text_of(c, v), at) ? at.*which : string_view(""));
}
Value sock_host(Context& c, const Value& v, std::span<const Value>) { return part(c, v, &SocketText::host); }
Value sock_port(Context& c, const Value& v, std::span<const Value>) { return part(c, v, &SocketText::port); }
Value sock_proto(Context& c, const Value& v, std::span<const Value>) { return part(c, v, &SocketText::proto); }
Value sock_touri(Context& c, const Value& v, std::span<const Value>) {
  SocketText at;
  if (v.is_null() || !parse_socket(text_of(c, v), at)) return Value::string("");
  TextBuilder uri(*c.arena);
  uri << "sip:" << at.host;
  if (!at.port.empty()) uri << ':' << at.port;
  if (!at.proto.empty()) uri << ";transport=" << at.proto;
  return Value::string(uri.view());
}

}  // namespace

void bind_sockets(Binder& b) {
  b.function("set_send_socket", &set_send_socket, nullptr);
  b.function("set_send_socket_name", &set_send_socket_name, nullptr);
  b.function("set_recv_socket", &set_recv_socket, nullptr);
  b.function("set_recv_socket_name", &set_recv_socket_name, nullptr);
  b.function("is_socket_name", &is_socket_name, nullptr);
  b.function("set_source_address", &set_source_address, nullptr);
  b.transformation("sock", "host", &sock_host);
  b.transformation("sock", "port", &sock_port);
  b.transformation("sock", "proto", &sock_proto);
  b.transformation("sock", "touri", &sock_touri);
}

}  // namespace kukini::modules::corex
