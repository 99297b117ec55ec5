// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  const auto& routes = context.routes();
  for (std::size_t i = 1; i < routes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (routes[i]->route != routes[j]->route || routes[i]->name.empty() || routes[i]->name == routes[j]->name ||
          !base::iequals(routes[i]->name, routes[j]->name))
        continue;
      context
          .report(routes[i]->name_span, std::string(routes[i]->keyword) + "[" + std::string(routes[i]->name) + "] and [" +
                                            std::string(routes[j]->name) + "] are two blocks")
          .with_hint("names are compared letter by letter; give one of them another name")
          .with_note(context.locate(routes[j]->name_span), "the other one");
      break;
    }
}

}  // namespace

extern const Rule kRule_similar_route;
const Rule kRule_similar_route = {"similar-route", Group::routes, diag::Severity::warning, "two blocks whose names differ in letter case only",
                                  check};

}  // namespace kukini::lint
