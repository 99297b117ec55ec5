// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Visiting all statements and expressions below a node, in source order, outer ones first.
#pragma once

#include "lang/syntax/ast.hpp"

namespace kukini::sema {

template <class OnExpr>
void walk(const lang::ast::Expr* e, OnExpr&& on_expr) {
  using namespace lang::ast;
  if (e == nullptr) return;
  on_expr(*e);
  switch (e->kind) {
    case ExprKind::call:
      for (const auto* a : e->as<Call>()->arguments) walk(a, on_expr);
      break;
    case ExprKind::route_call: walk(e->as<RouteCall>()->target, on_expr); break;
    case ExprKind::unary: walk(e->as<Unary>()->operand, on_expr); break;
    case ExprKind::binary:
      walk(e->as<Binary>()->left, on_expr);
      walk(e->as<Binary>()->right, on_expr);
      break;
    case ExprKind::assign:
      walk(e->as<AssignExpr>()->assign->target, on_expr);
      walk(e->as<AssignExpr>()->assign->value, on_expr);
      break;
    default: break;
  }
}

/// on_stmt before the statement's own expressions, which go to on_expr.
template <class OnStmt, class OnExpr>
void walk(const lang::ast::Stmt* s, OnStmt&& on_stmt, OnExpr&& on_expr) {
  using namespace lang::ast;
  if (s == nullptr) return;
  on_stmt(*s);
  switch (s->kind) {
    case StmtKind::block:
      for (const auto* inner : s->as<Block>()->statements) walk(inner, on_stmt, on_expr);
      break;
    case StmtKind::if_: {
      const auto* i = s->as<If>();
      walk(i->condition, on_expr);
      walk(i->then, on_stmt, on_expr);
      walk(i->otherwise, on_stmt, on_expr);
      break;
    }
    case StmtKind::while_:
      walk(s->as<While>()->condition, on_expr);
      walk(s->as<While>()->body, on_stmt, on_expr);
      break;
    case StmtKind::switch_:
      walk(s->as<Switch>()->subject, on_expr);
      for (const auto& c : s->as<Switch>()->cases) {
        walk(c.value, on_expr);
        for (const auto* inner : c.statements) walk(inner, on_stmt, on_expr);
      }
      break;
    case StmtKind::return_: walk(s->as<Return>()->value, on_expr); break;
    case StmtKind::drop: walk(s->as<Drop>()->value, on_expr); break;
    case StmtKind::exit: walk(s->as<Exit>()->value, on_expr); break;
    case StmtKind::assign:
      walk(s->as<Assign>()->target, on_expr);
      walk(s->as<Assign>()->value, on_expr);
      break;
    case StmtKind::call: walk(s->as<CallStmt>()->call, on_expr); break;
    default: break;
  }
}

template <class OnExpr>
void walk_expressions(const lang::ast::Stmt& s, OnExpr&& on_expr) {
  walk(&s, [](const lang::ast::Stmt&) {}, on_expr);
}

}  // namespace kukini::sema
