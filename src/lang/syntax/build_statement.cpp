// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Statements: blocks, assignments, calls, and which builder makes which.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Stmt* Builder::statement(Cursor node) {
  switch (node.kind()) {
    case Kind::block: return block(node);
    case Kind::empty_statement: return arena_.make<ast::Empty>(node.span());
    case Kind::if_statement: return if_statement(node);
    case Kind::while_statement: return while_statement(node);
    case Kind::switch_statement: return switch_statement(node);
    case Kind::break_statement:
    case Kind::return_statement:
    case Kind::drop_statement:
    case Kind::exit_statement: return jump(node);
    case Kind::simple_statement: return simple(node);
    default: return arena_.make<ast::ErrorStmt>(node.span());
  }
}

const ast::Block* Builder::block(Cursor node) {
  auto* out = arena_.make<ast::Block>(node.span());
  std::vector<const ast::Stmt*> list;
  for (Cursor child : node) list.push_back(statement(child));
  out->statements = keep(list);
  return out;
}

const ast::Stmt* Builder::simple(Cursor node) {
  const ast::Expr* first = nullptr;
  ast::Assign* assign = nullptr;
  for (Cursor child : node) {
    if (child.kind() == Kind::assign_operator) {
      assign = arena_.make<ast::Assign>(node.span());
      assign->op_span = child.span();
      switch (text(child.span())[0]) {
        case '+': assign->op = ast::AssignOp::add; break;
        case '-': assign->op = ast::AssignOp::subtract; break;
        case '*': assign->op = ast::AssignOp::multiply; break;
        case '/': assign->op = ast::AssignOp::divide; break;
        case '%': assign->op = ast::AssignOp::modulo; break;
        case '.': assign->op = ast::AssignOp::concat; break;
        default: break;
      }
    } else if (assign != nullptr) {
      assign->value = primary(child);
    } else {
      first = primary(child);
    }
  }
  if (first == nullptr) return arena_.make<ast::ErrorStmt>(node.span());
  if (assign != nullptr) {
    assign->target = first;
    if (assign->value == nullptr) assign->value = error_expr(node.span());
    return assign;
  }
  // force_rport; is a call.
  if (const auto* name = first->as<ast::Identifier>(); name != nullptr && !name->parenthesized) {
    auto* call = arena_.make<ast::Call>(name->span);
    call->name = name->name;
    call->name_span = name->span;
    call->has_parentheses = false;
    first = call;
  }
  auto* out = arena_.make<ast::CallStmt>(node.span());
  out->call = first;
  return out;
}

}  // namespace kukini::lang
