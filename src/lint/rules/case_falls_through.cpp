// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

bool leaves(const ast::Stmt* s);

bool leaves(ast::StmtList list) { return !list.empty() && leaves(list.back()); }

/// The next case cannot be reached from behind this statement.
bool leaves(const ast::Stmt* s) {
  if (s == nullptr) return false;
  switch (s->kind) {
    case ast::StmtKind::break_:
    case ast::StmtKind::return_:
    case ast::StmtKind::exit:
    case ast::StmtKind::drop:
    case ast::StmtKind::error: return true;
    case ast::StmtKind::block: {
      auto list = s->as<ast::Block>()->statements;
      while (!list.empty() && list.back()->kind == ast::StmtKind::empty) list = list.first(list.size() - 1);
      return leaves(list);
    }
    case ast::StmtKind::if_: return leaves(s->as<ast::If>()->then) && leaves(s->as<ast::If>()->otherwise);
    default: return false;
  }
}

/// The called block ends the script in all cases, as far as its last statement tells.
bool calls_an_end(const Context& context, const ast::Stmt* s) {
  const auto* statement = s->as<ast::CallStmt>();
  const auto* call = statement != nullptr ? statement->call->as<ast::RouteCall>() : nullptr;
  if (call == nullptr) return false;
  const auto* route = context.model().route(ast::RouteKind::request, call->name);
  if (route == nullptr || route->body == nullptr || route->body->statements.empty()) return true;
  const auto* last = route->body->statements.back();
  return last->kind == ast::StmtKind::exit || last->kind == ast::StmtKind::drop;
}

void check(Context& context) {
  each_statement(context, [&](const ast::Stmt& s, const ast::Route&) {
    const auto* choice = s.as<ast::Switch>();
    if (choice == nullptr) return;
    for (std::size_t i = 0; i + 1 < choice->cases.size(); ++i) {
      auto list = choice->cases[i].statements;
      while (!list.empty() && list.back()->kind == ast::StmtKind::empty) list = list.first(list.size() - 1);
      if (list.empty() || leaves(list) || calls_an_end(context, list.back())) continue;
      context.report(list.back()->span, "without a break here the next case runs as well")
          .with_hint("end each case with break;")
          .with_note(context.locate(choice->cases[i + 1].span), "the next case");
    }
  });
}

}  // namespace

extern const Rule kRule_case_falls_through;
const Rule kRule_case_falls_through = {"case-falls-through", Group::routes, diag::Severity::warning, "a case that runs on into the next one",
                                       check};

}  // namespace kukini::lint
