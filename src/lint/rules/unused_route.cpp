// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

/// Called, armed or given by name somewhere, be it in a block that is unused itself.
bool used(Context& context, const ast::Route& route) {
  return context.model().live.contains(&route) || context.mentioned_in_inactive(route.name);
}

void check(Context& context) {
  for (const auto* route : context.routes()) {
    if (route->is_main() || route->name.empty() || route->route == ast::RouteKind::event || used(context, *route)) continue;
    context.report(route->name_span, std::string(route->keyword) + "[" + std::string(route->name) + "] is never run")
        .with_hint("call it, or remove the block");
  }
}

}  // namespace

extern const Rule kRule_unused_route;
const Rule kRule_unused_route = {"unused-route", Group::routes, diag::Severity::warning, "a route block that nothing runs", check};

}  // namespace kukini::lint
