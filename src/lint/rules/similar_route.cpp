// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  // The first of each kind and name without its letter case.
  std::map<std::pair<ast::RouteKind, std::string>, const ast::Route*> first;
  for (const auto* route : context.routes()) {
    if (route->name.empty()) continue;
    std::string lower(route->name);
    for (char& c : lower) c = base::to_lower(c);
    const auto* other = first.try_emplace({route->route, lower}, route).first->second;
    if (other->name == route->name) continue;
    context
        .report(route->name_span, std::string(route->keyword) + "[" + std::string(route->name) + "] and [" + std::string(other->name) + "] are two blocks")
        .with_hint("names are compared letter by letter; give one of them another name")
        .with_note(context.locate(other->name_span), "the other one");
  }
}

}  // namespace

extern const Rule kRule_similar_route;
const Rule kRule_similar_route = {"similar-route", Group::routes, diag::Severity::warning, "two blocks whose names differ in letter case only",
                                  check};

}  // namespace kukini::lint
