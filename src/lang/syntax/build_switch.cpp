// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// switch and its cases.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Stmt* Builder::switch_statement(Cursor node) {
  auto* out = arena_.make<ast::Switch>(node.span());
  std::vector<ast::Case> cases;
  for (Cursor child : node) {
    if (out->subject == nullptr) {
      out->subject = primary(child);
      continue;
    }
    if (child.kind() != Kind::case_block) continue;
    ast::Case made;
    made.span = child.span();
    made.kind = ast::CaseKind::default_;
    std::vector<const ast::Stmt*> statements;
    bool label = true;
    for (Cursor part : child) {
      if (label && part.kind() == Kind::error) {
        // The label was wrong and is reported: its statements are kept, under a value that is an error.
        made.kind = ast::CaseKind::value;
        made.value = error_expr(part.span());
      } else if (part.kind() == Kind::default_keyword) {
        made.kind = ast::CaseKind::default_;
      } else if (part.kind() == Kind::case_keyword) {
        continue;
      } else if (label && (part.kind() == Kind::expression || part.kind() == Kind::regex)) {
        made.kind = part.kind() == Kind::regex ? ast::CaseKind::regex : ast::CaseKind::value;
        made.value = primary(part);
        if (made.value->kind == ast::ExprKind::regex) made.kind = ast::CaseKind::regex;
      } else {
        statements.push_back(statement(part));
      }
      if (part.kind() != Kind::case_keyword) label = false;
    }
    made.statements = keep(statements);
    cases.push_back(made);
  }
  out->cases = keep(cases);
  if (out->subject == nullptr) return arena_.make<ast::ErrorStmt>(node.span());
  return out;
}

}  // namespace kukini::lang
