// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/module_facts.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (const auto& order : module_orders()) {
    const auto* load = load_of(context, order.module);
    const auto* first = load_of(context, order.first);
    if (load == nullptr || first == nullptr || load->span.begin > first->span.begin) continue;
    context.report(load->path_span, "module '" + std::string(order.module) + "' must be loaded below '" + std::string(order.first) + "'")
        .with_hint("move this line down")
        .with_note(context.locate(first->path_span), "'" + std::string(order.first) + "' is loaded here");
  }
}

}  // namespace

extern const Rule kRule_module_order;
const Rule kRule_module_order = {"module-order", Group::modules, diag::Severity::error, "a module is loaded above one that it needs",
                                 check};

}  // namespace kukini::lint
