// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// listen, alias, socket: the parts of addresses.
#include "base/text.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {
namespace {

std::string_view unquoted(std::string_view s) {
  return s.size() >= 2 && (s[0] == '"' || s[0] == '\'') ? s.substr(1, s.size() - 2) : s;
}

// Cuts "udp:10.0.0.1:5060" (a whole address that stood between quotes) into its parts.
void split_quoted(std::string_view whole, std::string_view& proto, std::string_view& host, std::string_view& port) {
  constexpr std::string_view kProtos[] = {"udp", "tcp", "tls", "sctp", "ws", "wss", "any", "all"};
  auto first = whole.find(':');
  for (auto p : kProtos) {
    if (first == std::string_view::npos || !base::iequals(whole.substr(0, first), p)) continue;
    proto = whole.substr(0, first);
    whole.remove_prefix(first + 1);
    break;
  }
  auto bracket = whole.rfind(']');
  auto colon = whole.find(':', bracket == std::string_view::npos ? 0 : bracket);
  // More than one colon and no brackets: an IPv6 address as it is.
  if (bracket == std::string_view::npos && colon != std::string_view::npos && whole.find(':', colon + 1) != std::string_view::npos)
    colon = std::string_view::npos;
  host = whole.substr(0, colon);
  if (colon != std::string_view::npos) port = whole.substr(colon + 1);
}

}  // namespace

ast::SocketEntry Builder::socket_entry(Cursor node) {
  ast::SocketEntry out;
  out.span = node.span();
  auto address = [this](Cursor at, std::string_view& proto, std::string_view& host, std::string_view& port) {
    bool quoted = false;
    for (Cursor part : at) {
      auto word = text(part.span());
      if (part.kind() == Kind::proto_name) proto = word;
      if (part.kind() == Kind::port) port = word;
      if (part.kind() != Kind::host) continue;
      quoted = word[0] == '"' || word[0] == '\'';
      host = unquoted(word);
      if (quoted && proto.empty()) split_quoted(unquoted(word), proto, host, port);
    }
    return quoted;
  };
  for (Cursor child : node) {
    switch (child.kind()) {
      case Kind::address:
        out.text = text(child.span());
        out.quoted = address(child, out.proto, out.host, out.port);
        if (out.quoted && out.text.back() == out.text.front()) out.text = unquoted(out.text);
        break;
      case Kind::socket_advertise:
        for (Cursor a : child) address(a, out.advertise_proto, out.advertise_host, out.advertise_port);
        break;
      case Kind::socket_named:
        for (Cursor n : child) out.name = string(n)->value;
        break;
      case Kind::socket_virtual: out.is_virtual = true; break;
      default: break;
    }
  }
  if (auto dash = out.port.find('-'); dash != std::string_view::npos) {
    out.port_last = base::trim(out.port.substr(dash + 1));
    out.port = base::trim(out.port.substr(0, dash));
  }
  return out;
}

const ast::Item* Builder::listen(Cursor node) {
  auto* out = arena_.make<ast::Listen>(node.span());
  std::vector<ast::SocketEntry> entries;
  for (Cursor child : node) {
    if (child.kind() == Kind::listen_keyword && !base::iequals(text(child.span()), "listen")) out->listen = ast::ListenKind::alias;
    if (child.kind() == Kind::socket_entry) entries.push_back(socket_entry(child));
  }
  out->entries = keep(entries);
  return out;
}

const ast::Item* Builder::socket_block(Cursor node) {
  auto* out = arena_.make<ast::Listen>(node.span());
  out->listen = ast::ListenKind::socket;
  ast::SocketEntry entry;
  entry.span = node.span();
  for (Cursor setting : node) {
    if (setting.kind() != Kind::socket_setting) continue;
    std::string_view key, value;
    ast::SocketEntry address;
    for (Cursor part : setting) {
      if (part.kind() == Kind::socket_key) key = text(part.span());
      else value = unquoted(text(part.span()));
      if (part.kind() != Kind::address) continue;
      for (Cursor a : part) {
        auto word = text(a.span());
        if (a.kind() == Kind::proto_name) address.proto = word;
        if (a.kind() == Kind::port) address.port = word;
        if (a.kind() == Kind::host) address.host = unquoted(word);
      }
      if (address.proto.empty() && address.host == value) split_quoted(value, address.proto, address.host, address.port);
    }
    if (base::iequals(key, "bind")) {
      entry.text = value;
      entry.proto = address.proto;
      entry.host = address.host;
      entry.port = address.port;
    } else if (base::iequals(key, "advertise")) {
      entry.advertise_proto = address.proto;
      entry.advertise_host = address.host;
      entry.advertise_port = address.port;
    } else if (base::iequals(key, "name")) entry.name = value;
    else if (base::iequals(key, "agname")) entry.agname = value;
    else if (base::iequals(key, "workers")) entry.workers = value;
    else if (base::iequals(key, "vrf")) entry.vrf = value;
    else if (base::iequals(key, "virtual")) entry.is_virtual = base::iequals(value, "yes") || base::iequals(value, "on") || value == "1";
    else error("syntax-socket-key", setting.span(), "a socket has no setting \"" + std::string(key) + "\"", "known are bind, name, advertise, agname, workers, virtual and vrf");
  }
  if (entry.text.empty()) error("syntax-socket-bind", node.span(), "this socket has no bind address", "bind = udp:10.0.0.1:5060;");
  if (auto dash = entry.port.find('-'); dash != std::string_view::npos) {
    entry.port_last = base::trim(entry.port.substr(dash + 1));
    entry.port = base::trim(entry.port.substr(0, dash));
  }
  out->entries = keep(std::vector<ast::SocketEntry>{entry});
  return out;
}

}  // namespace kukini::lang
