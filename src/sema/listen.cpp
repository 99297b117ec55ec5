// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of listen, alias and socket: protocol, address, port.
#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

bool is_protocol(string_view proto) {
  for (string_view p : {"udp", "tcp", "tls", "sctp", "ws", "wss", "any"})
    if (base::iequals(p, proto)) return true;
  return false;
}

// Digits and dots only, which can be nothing but an IPv4 address; false for one that is wrong.
bool wrong_ipv4(string_view host) {
  if (host.find_first_not_of("0123456789.") != string_view::npos || host.find('.') == string_view::npos) return false;
  int parts = 0;
  while (true) {
    auto dot = host.find('.');
    auto number = base::to_number<std::uint32_t>(host.substr(0, dot));
    if (!number || *number > 255) return true;
    ++parts;
    if (dot == string_view::npos) return parts != 4;
    host.remove_prefix(dot + 1);
  }
}

bool wrong_port(string_view port) {
  if (port.empty() || port.find_first_not_of("0123456789") != string_view::npos) return false;  // a name or a define
  auto number = base::to_number<std::uint32_t>(port);
  return !number || *number > 65535;
}

}  // namespace

void Checker::check_listen(const ast::Listen& listen) {
  if (listen.listen == ast::ListenKind::alias) return;
  for (const auto& entry : listen.entries) {
    if (reported(entry.span)) continue;
    auto refuse = [&](std::string why) -> diag::Diagnostic& { return error(code::kInvalidListen, entry.span, std::move(why)); };
    // A word may be a define of the file that is not there.
    if (!entry.proto.empty() && !is_protocol(entry.proto) && !missing_include_)
      refuse("no such protocol: " + quoted(entry.proto)).with_hint("the protocols are udp, tcp, tls, sctp, ws and wss");
    for (auto host : {entry.host, entry.advertise_host})
      if (wrong_ipv4(host)) refuse("no valid IPv4 address: " + quoted(host));
    for (auto port : {entry.port, entry.port_last, entry.advertise_port})
      if (wrong_port(port)) refuse("no valid port: " + quoted(port));
  }
}

}  // namespace kukini::sema
