// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  auto look = [&](const ast::Expr* condition) {
    sema::walk(condition, [&](const ast::Expr& e) {
      const auto* inner = e.as<ast::AssignExpr>();
      if (inner == nullptr) return;
      auto& d = context.report(inner->assign->op_span, "this assigns to " + std::string(context.script().text(inner->assign->target->span)) +
                                                           ", and the condition always holds");
      d.hint = "to compare write '=='";
      context.fix(d, "compare in place of assigning", false, inner->assign->op_span, "==");
    });
  };
  each_statement(context, [&](const ast::Stmt& s, const ast::Route&) {
    if (const auto* i = s.as<ast::If>()) look(i->condition);
    if (const auto* w = s.as<ast::While>()) look(w->condition);
  });
}

}  // namespace

extern const Rule kRule_assignment_in_condition;
const Rule kRule_assignment_in_condition = {"assignment-in-condition", Group::flow, diag::Severity::warning, "an assignment where a comparison was meant",
                                            check, true};

}  // namespace kukini::lint
