// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

bool compares(ast::BinaryOp op) {
  return (op >= ast::BinaryOp::equal && op <= ast::BinaryOp::greater_equal) || op == ast::BinaryOp::logical_and || op == ast::BinaryOp::logical_or;
}

bool changes(const ast::Expr& e) {
  bool found = false;
  sema::walk(&e, [&](const ast::Expr& inner) {
    if (inner.kind == ast::ExprKind::call || inner.kind == ast::ExprKind::route_call || inner.kind == ast::ExprKind::error) found = true;
    if (const auto* pv = inner.as<ast::Pv>(); pv != nullptr && (pv->node->name == "RANDOM" || pv->node->name == "mqk")) found = true;
  });
  return found;
}

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    if (!compares(b.op) || changes(*b.left) || changes(*b.right)) return;
    if (b.left->kind == ast::ExprKind::number || context.script().text(b.left->span) != context.script().text(b.right->span)) return;
    context.report(b.left->span.to(b.right->span), "both sides are the same").with_hint("which other value was meant?");
  });
}

}  // namespace

extern const Rule kRule_self_comparison;
const Rule kRule_self_comparison = {"self-comparison", Group::values, diag::Severity::warning, "something is compared with itself", check};

}  // namespace kukini::lint
