// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

/// Only what was written as a constant here: what comes out of a define may be another value elsewhere.
bool is_constant(Context& context, const ast::Expr& e, bool& value) {
  if (context.script().source().expanded_from(e.span.begin) != nullptr) return false;
  if (const auto* number = e.as<ast::Number>()) {
    value = number->value != 0;
    return true;
  }
  const auto* text = e.as<ast::String>();
  if (text == nullptr || lang::has_pv(text->value)) return false;
  value = !text->value.empty();
  return true;
}

void look(Context& context, const ast::Expr* e, bool loop) {
  if (e == nullptr) return;
  if (const auto* u = e->as<ast::Unary>(); u != nullptr && u->op == ast::UnaryOp::logical_not) return look(context, u->operand, false);
  if (const auto* b = e->as<ast::Binary>()) {
    if (b->op == ast::BinaryOp::logical_and || b->op == ast::BinaryOp::logical_or) {
      look(context, b->left, false);
      look(context, b->right, false);
      return;
    }
    bool left = false, right = false;
    bool compares = b->op >= ast::BinaryOp::equal && b->op <= ast::BinaryOp::greater_equal;
    if (compares && is_constant(context, *b->left, left) && is_constant(context, *b->right, right))
      context.report(b->span, "two constants are compared: the outcome is always the same").with_hint("is a '$' missing before a variable?");
    return;
  }
  bool value = false;
  // while (1) is the way to write a loop that ends in its body.
  if (!is_constant(context, *e, value) || (loop && value)) return;
  context.report(e->span, value ? "this condition always holds" : "this condition never holds").with_hint("compare it with something, or remove the test");
}

void check(Context& context) {
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          if (const auto* i = s.as<ast::If>()) look(context, i->condition, false);
          if (const auto* w = s.as<ast::While>()) look(context, w->condition, true);
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_condition_always;
const Rule kRule_condition_always = {"condition-always", Group::flow, diag::Severity::warning, "a condition that is a constant", check};

}  // namespace kukini::lint
