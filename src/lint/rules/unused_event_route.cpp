// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// The module that runs events of this name: what stands before the colon, in all but a few cases.
std::string_view owner(std::string_view event) {
  auto name = event.substr(0, event.find(':'));
  if (name == "network") return "core";
  if (name == "dialog") return "dialog";
  if (name == "location" || name == "usrloc") return "usrloc";
  if (name == "uac-req" || name == "uac") return "uac";
  return name;
}

void check(Context& context) {
  if (has_unread_include(context)) return;
  for (const auto* route : context.routes()) {
    if (route->route != ast::RouteKind::event || route->name.find(':') == std::string_view::npos) continue;
    auto module = owner(route->name);
    if (module == "core" || context.loaded(module) || context.catalog().module(module) == nullptr || context.mentioned_in_inactive(module)) continue;
    // xhttp:request and its like are as good with a module of another name that raises the same events.
    bool other = false;
    for (const auto& event : context.catalog().facts().events) other = other || (event.name == route->name && context.loaded(event.module));
    if (other) continue;
    context.report(route->name_span, "event_route[" + std::string(route->name) + "] never runs: module '" + std::string(module) + "' is not loaded")
        .with_hint("add loadmodule \"" + std::string(module) + ".so\", or remove the block");
  }
}

}  // namespace

extern const Rule kRule_unused_event_route;
const Rule kRule_unused_event_route = {"unused-event-route", Group::routes, diag::Severity::warning, "an event_route of a module that is not loaded",
                                       check};

}  // namespace kukini::lint
