// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/text.hpp"

namespace kukini::lint {
namespace {

bool has_effects(const ast::Expr* e) {
  bool effects = false;
  sema::walk(e, [&](const ast::Expr& part) { effects |= part.kind == ast::ExprKind::call || part.kind == ast::ExprKind::route_call; });
  return effects;
}

void check(Context& context) {
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* i = s.as<ast::If>();
          if (i == nullptr || i->otherwise != nullptr || i->then == nullptr) return;
          const auto* block = i->then->as<ast::Block>();
          if (i->then->kind == ast::StmtKind::empty) {
            // if (x); { … }
            context.report(i->then->span, "the ';' ends the 'if': what follows does not depend on it").with_hint("remove the ';'");
            return;
          }
          if (block == nullptr || !block->statements.empty()) return;
          auto place = context.script().source().verbatim(block->span);
          if (!place || has_effects(i->condition)) return;
          std::string_view text = context.script().source().files()[place->file].text;
          if (flow::has_comment(text.substr(place->begin, place->end - place->begin))) return;
          context.report(i->span, "the block of this 'if' is empty").with_hint("remove it, or say in a comment why nothing is done");
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_empty_body;
const Rule kRule_empty_body = {"empty-body", Group::flow, diag::Severity::warning, "an if without anything to do", check};

}  // namespace kukini::lint
