// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

struct Interface {
  std::string_view module, param;
};
constexpr Interface kInterfaces[] = {{"ctl", "binrpc"}, {"ctl", "fifo"}, {"jsonrpcs", "tcp_socket"}, {"jsonrpcs", "dgram_socket"}, {"mi_datagram", "socket_name"},
                                     {"evapi", "bind_addr"}, {"mi_xmlrpc", "address"}, {"xmlrpc", "address"}};

/// "tcp:0.0.0.0:2046", "udp:*:2046", "tcp:2046": no address of its own.
bool everywhere(std::string_view text) {
  if (text.starts_with("unix") || text.starts_with('/')) return false;
  bool net = false;
  for (std::string_view proto : {"tcp:", "udp:"})
    if (text.starts_with(proto)) {
      text.remove_prefix(proto.size());
      net = true;
    }
  if (text.starts_with("0.0.0.0") || text.starts_with("[::]") || text.starts_with("*")) return true;
  return net && text.find_first_not_of("0123456789") == text.npos;
}

void check(Context& context) {
  for (auto [module, name] : kInterfaces)
    for (const auto* param : context.params(module, name)) {
      auto text = constant_text(param->value);
      if (!text || !everywhere(*text)) continue;
      context.report(param->value->span, "whoever reaches this port controls the server: there is no password").with_hint("listen on 127.0.0.1 or on a UNIX socket");
    }
}

}  // namespace

extern const Rule kRule_control_open;
const Rule kRule_control_open = {"control-open", Group::security, diag::Severity::warning, "a control interface that listens to everybody",
                                 check};

}  // namespace kukini::lint
