// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// The digits behind the host of a sip: URI; empty without a port.
std::string_view port_of(std::string_view uri) {
  if (!base::istarts_with(uri, "sip:") && !base::istarts_with(uri, "sips:")) return {};
  uri.remove_prefix(uri.find(':') + 1);
  uri = uri.substr(0, uri.find_first_of(";?> \t"));
  if (auto at = uri.rfind('@'); at != uri.npos) uri.remove_prefix(at + 1);
  if (uri.starts_with('[')) {
    auto close = uri.find(']');
    if (close == uri.npos) return {};
    uri.remove_prefix(close + 1);
  }
  auto colon = uri.find(':');
  if (colon == uri.npos) return {};
  auto port = uri.substr(colon + 1);
  return port.find_first_not_of("0123456789") == port.npos ? port : std::string_view();
}

bool wrong(std::string_view port) {
  if (port.empty()) return false;
  auto number = base::to_number(port);
  return !number || *number > 65535 || *number == 0;
}

void judge(Context& context, const ast::Expr& e) {
  auto text = constant_text(&e);
  if (!text) return;
  auto port = port_of(*text);
  if (wrong(port)) context.report(place_of(*e.as<ast::String>(), port), "there is no port " + std::string(port));
}

void check(Context& context) {
  for (const auto* route : context.routes())
    if (route->body != nullptr) sema::walk_expressions(*route->body, [&](const ast::Expr& e) { judge(context, e); });
  for (const auto* item : context.script().items())
    if (const auto* param = item->as<ast::ModParam>(); param != nullptr && param->value != nullptr) judge(context, *param->value);
  struct Port {
    std::string_view function;
    std::size_t index;
  };
  for (auto [function, index] : {Port{"forward", 1}, Port{"rewriteport", 0}, Port{"setport", 0}, Port{"setp", 0}, Port{"t_relay_to_udp", 1},
                                 Port{"t_relay_to_tcp", 1}, Port{"t_relay_to_tls", 1}, Port{"forward_udp", 1}, Port{"forward_tcp", 1}})
    for (const auto& site : context.calls(function)) {
      auto number = number_of(argument(*site.call, index));
      if (number && (*number > 65535 || *number < 0)) context.report(site.call->arguments[index]->span, "there is no port " + std::to_string(*number));
    }
}

}  // namespace

extern const Rule kRule_bad_port;
const Rule kRule_bad_port = {"bad-port", Group::values, diag::Severity::error, "a port beyond 65535", check};

}  // namespace kukini::lint
