// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {
namespace {

/// "tm:branch-failure*" matches whatever begins so.
bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.ends_with('*')) return name.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == name;
}

void check(Context& context) {
  const auto& events = context.catalog().facts().events;
  for (const auto* route : context.routes()) {
    if (route->route != ast::RouteKind::event || route->name.empty()) continue;
    auto prefix = route->name.substr(0, route->name.find(':'));
    bool open = false;
    bool known_prefix = false;
    std::vector<std::string_view> names;
    for (const auto& e : events) {
      known_prefix = known_prefix || e.name.substr(0, e.name.find(':')) == prefix;
      // Some modules run events whose names the script chooses.
      if (e.name.find(':') == std::string_view::npos && !context.loaded(e.module)) continue;
      open = open || matches(e.name, route->name);
      if (!e.name.ends_with('*')) names.push_back(e.name);
    }
    if (open) continue;
    auto meant = diag::did_you_mean(route->name, std::span<const std::string_view>(names));
    // A name of somebody's own, which a function or a parameter may run.
    if (!known_prefix && meant.empty()) continue;
    if (context.model().live.contains(route) && !known_prefix) continue;
    auto at = meant.empty() ? std::string() : "did you mean " + std::string(meant) + "?";
    bool named = std::any_of(context.calls().begin(), context.calls().end(), [&](const CallSite& c) {
      return std::any_of(c.call->arguments.begin(), c.call->arguments.end(), [&](const ast::Expr* a) { return text_of(a) == route->name; });
    });
    if (named) continue;
    auto& d = context.report(route->name_span, "no release raises an event " + std::string(route->name)).with_hint(at);
    if (!meant.empty()) context.fix(d, "write " + std::string(meant), false, route->name_span, std::string(meant));
  }
}

}  // namespace

extern const Rule kRule_unknown_event_route;
const Rule kRule_unknown_event_route = {"unknown-event-route", Group::routes, diag::Severity::warning, "an event_route that nothing raises",
                                        check};

}  // namespace kukini::lint
