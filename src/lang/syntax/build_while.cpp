// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// while.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Stmt* Builder::while_statement(Cursor node) {
  auto* out = arena_.make<ast::While>(node.span());
  for (Cursor child : node) {
    if (out->condition == nullptr) out->condition = primary(child);
    else out->body = statement(child);
  }
  if (out->body == nullptr) return arena_.make<ast::ErrorStmt>(node.span());
  return out;
}

}  // namespace kukini::lang
