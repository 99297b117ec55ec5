// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <vector>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

bool constant_between(const ast::Expr& e) {
  bool calls = false;
  sema::walk(&e, [&](const ast::Expr& inner) {
    calls = calls || inner.kind == ast::ExprKind::call || inner.kind == ast::ExprKind::route_call || inner.kind == ast::ExprKind::assign || inner.kind == ast::ExprKind::error;
  });
  return !calls;
}

void check(Context& context) {
  std::set<const ast::If*> chained;
  each_statement(context, [&](const ast::Stmt& s, const ast::Route&) {
    const auto* first = s.as<ast::If>();
    if (first == nullptr || chained.contains(first)) return;
    std::vector<const ast::If*> chain;
    for (const auto* i = first; i != nullptr; i = i->otherwise != nullptr ? i->otherwise->as<ast::If>() : nullptr) {
      chained.insert(i);
      for (const auto* before : chain) {
        if (!constant_between(*i->condition) || context.script().text(before->condition->span) != context.script().text(i->condition->span)) continue;
        context.report(i->condition->span, "this was asked before, so this branch never runs").with_note(context.locate(before->condition->span), "here");
        break;
      }
      chain.push_back(i);
    }
  });
}

}  // namespace

extern const Rule kRule_repeated_condition;
const Rule kRule_repeated_condition = {"repeated-condition", Group::flow, diag::Severity::warning, "an else-if asks what an if before it has asked",
                                       check};

}  // namespace kukini::lint
