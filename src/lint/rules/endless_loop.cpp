// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

bool always_true(const ast::Expr* e) {
  const auto* number = e != nullptr ? e->as<ast::Number>() : nullptr;
  return number != nullptr && number->value != 0;
}

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* loop = s.as<ast::While>();
          if (loop == nullptr || !always_true(loop->condition) || flow.completes(loop) || flow.may_leave(*loop->body)) return;
          context.report(loop->condition->span, "nothing in this loop ever leaves it").with_hint("leave it with 'break', 'return' or 'exit'");
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_endless_loop;
const Rule kRule_endless_loop = {"endless-loop", Group::flow, diag::Severity::warning, "a while(1) without a way out", check};

}  // namespace kukini::lint
