// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// break, return, drop, exit.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Stmt* Builder::jump(Cursor node) {
  const ast::Expr* value = nullptr;
  for (Cursor child : node)
    if (child.kind() == Kind::jump_value)
      for (Cursor inner : child) value = primary(inner);
  switch (node.kind()) {
    case Kind::return_statement: {
      auto* out = arena_.make<ast::Return>(node.span());
      out->value = value;
      return out;
    }
    case Kind::drop_statement: {
      auto* out = arena_.make<ast::Drop>(node.span());
      out->value = value;
      return out;
    }
    case Kind::exit_statement: {
      auto* out = arena_.make<ast::Exit>(node.span());
      out->value = value;
      return out;
    }
    default:
      if (value != nullptr) error("syntax-break-value", value->span, "'break' takes no value");
      return arena_.make<ast::Break>(node.span());
  }
}

}  // namespace kukini::lang
