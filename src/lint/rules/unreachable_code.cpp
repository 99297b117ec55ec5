// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

/// An exit behind an exit does no harm, and ends a case by habit.
bool is_jump(const ast::Stmt& s) {
  return s.kind == ast::StmtKind::break_ || s.kind == ast::StmtKind::return_ || s.kind == ast::StmtKind::exit || s.kind == ast::StmtKind::drop ||
         s.kind == ast::StmtKind::empty;
}

std::string reason(const ast::Stmt& s) {
  switch (s.kind) {
    case ast::StmtKind::exit: return "'exit' above ends the script";
    case ast::StmtKind::drop: return "'drop' above ends the script";
    case ast::StmtKind::return_: return "'return' above leaves the block";
    case ast::StmtKind::break_: return "'break' above leaves the switch or loop";
    case ast::StmtKind::call: return "the block called above never returns";
    case ast::StmtKind::while_: return "the loop above never ends";
    default: return "all branches above leave";
  }
}

/// An #!ifdef ends in between: with it switched off the second statement runs.
bool conditional(Context& context, lang::Span first, lang::Span second) {
  auto from = context.locate(first), to = context.locate(second);
  if (from.file != to.file || from.offset >= to.offset) return false;
  for (const auto& file : context.script().source().files()) {
    if (file.name != from.file) continue;
    auto between = std::string_view(file.text).substr(from.offset, to.offset - from.offset);
    return between.find("#!endif") != between.npos || between.find("#!else") != between.npos;
  }
  return false;
}

void check_list(Context& context, ast::StmtList list) {
  const auto& flow = context.flow();
  for (std::size_t i = 0; i + 1 < list.size(); ++i) {
    if (list[i]->kind == ast::StmtKind::error) return;
    if (flow.completes(list[i])) continue;
    for (std::size_t k = i + 1; k < list.size(); ++k) {
      if (is_jump(*list[k])) continue;
      if (conditional(context, list[i]->span, list[k]->span)) return;
      context.report(list[k]->span, "this never runs: " + reason(*list[i]))
          .with_hint("remove it, or put it before")
          .with_note(context.locate(list[i]->span), "control does not get past this");
      return;
    }
    return;
  }
}

void check(Context& context) {
  if (!context.flow().complete()) return;
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          if (const auto* block = s.as<ast::Block>()) check_list(context, block->statements);
          if (const auto* choice = s.as<ast::Switch>())
            for (const auto& one : choice->cases) check_list(context, one.statements);
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_unreachable_code;
const Rule kRule_unreachable_code = {"unreachable-code", Group::flow, diag::Severity::warning, "statements that never run", check};

}  // namespace kukini::lint
