// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (const auto* route : context.routes()) {
    if (route->is_main() || route->name.empty() || route->name.find_first_not_of("0123456789") != std::string_view::npos || route->name == "0") continue;
    context.report(route->name_span, "route " + std::string(route->name) + " says nothing of what it does").with_hint("give it a name: route[RELAY]");
  }
}

}  // namespace

extern const Rule kRule_numeric_route;
const Rule kRule_numeric_route = {"numeric-route", Group::style, diag::Severity::note, "a block with a number for a name",
                                  check, false, false};

}  // namespace kukini::lint
