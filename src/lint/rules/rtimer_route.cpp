// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (has_unread_include(context)) return;
  for (const auto* item : context.script().items())
    if (item->as<ast::CfgEngine>() != nullptr) return;
  for (const auto& [name, load] : context.model().modules)
    if (name.starts_with("app_")) return;
  std::vector<std::string_view> timers;
  for (const auto* param : context.params("rtimer", "timer"))
    if (auto text = constant_text(param->value)) timers.push_back(key_value(*text, "name"));
  for (const auto* param : context.params("rtimer", "exec")) {
    auto text = constant_text(param->value);
    if (!text) continue;
    auto route = key_value(*text, "route");
    auto timer = key_value(*text, "timer");
    const auto& literal = *param->value->as<ast::String>();
    if (!route.empty() && context.model().route(ast::RouteKind::request, route) == nullptr && !context.mentioned_in_inactive(route)) {
      auto names = context.model().route_names(ast::RouteKind::request);
      auto meant = diag::did_you_mean(route, std::span<const std::string_view>(names));
      context.report(place_of(literal, route), "there is no route[" + std::string(route) + "]").with_hint(meant.empty() ? "" : "did you mean " + std::string(meant) + "?");
    }
    if (!timer.empty() && std::find(timers.begin(), timers.end(), timer) == timers.end())
      context.report(place_of(literal, timer), "there is no timer \"" + std::string(timer) + "\"").with_hint("add modparam(\"rtimer\", \"timer\", \"name=" + std::string(timer) + ";interval=10;\")");
  }
}

}  // namespace

extern const Rule kRule_rtimer_route;
const Rule kRule_rtimer_route = {"rtimer-route", Group::modules, diag::Severity::error, "a timer that runs a block or belongs to a timer that is not there",
                                 check};

}  // namespace kukini::lint
