// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* assign = s.as<ast::Assign>();
          if (assign == nullptr || assign->op != ast::AssignOp::set) return;
          const auto* target = assign->target->as<ast::Pv>();
          const auto* value = assign->value != nullptr ? assign->value->as<ast::Pv>() : nullptr;
          if (target == nullptr || value == nullptr || target->text != value->text) return;
          // A second value of the same name is added, a new branch made, the life of an entry prolonged.
          auto n = target->node->name;
          if (n == "avp" || n == "xavp" || n == "branch" || n == "xavi" || n == "xavu" || n == "sht") return;
          context.report(assign->span, std::string(target->text) + " is assigned to itself").with_hint("was another variable meant?");
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_self_assignment;
const Rule kRule_self_assignment = {"self-assignment", Group::flow, diag::Severity::warning, "a variable assigned to itself", check};

}  // namespace kukini::lint
