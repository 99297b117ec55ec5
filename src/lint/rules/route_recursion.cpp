// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

/// Calls that happen whenever the block runs, in order, up to the first statement that could leave it.
void sure_calls(const flow::Analysis& flow, ast::StmtList list, std::vector<const ast::RouteCall*>& out, bool& left) {
  auto first_operand = [](const ast::Expr* e) {
    while (e != nullptr) {
      if (const auto* u = e->as<ast::Unary>()) e = u->operand;
      else if (const auto* b = e->as<ast::Binary>()) e = b->left;
      else break;
    }
    return e;
  };
  for (const auto* s : list) {
    if (left) return;
    const ast::Expr* e = nullptr;
    if (const auto* block = s->as<ast::Block>()) {
      sure_calls(flow, block->statements, out, left);
      continue;
    }
    if (const auto* c = s->as<ast::CallStmt>()) e = c->call;
    else if (const auto* i = s->as<ast::If>()) e = first_operand(i->condition);
    else if (const auto* w = s->as<ast::While>()) e = first_operand(w->condition);
    else if (const auto* w = s->as<ast::Switch>()) e = w->subject;
    if (const auto* r = e != nullptr ? e->as<ast::RouteCall>() : nullptr) out.push_back(r);
    left = s->kind == ast::StmtKind::break_ || flow.may_leave(*s);
  }
}

void check(Context& context) {
  const auto& flow = context.flow();
  std::unordered_map<const ast::Route*, std::vector<const ast::RouteCall*>> calls;
  for (const auto* route : context.routes()) {
    bool left = false;
    if (route->body != nullptr) sure_calls(flow, route->body->statements, calls[route], left);
  }
  for (const auto* route : context.routes()) {
    std::unordered_map<const ast::Route*, bool> seen;
    // The calls on the way, the first one belongs to the block itself.
    std::function<bool(const ast::Route*)> back = [&](const ast::Route* from) {
      for (const auto* call : calls[from]) {
        const auto* to = flow.callee(*call);
        if (to == route) return true;
        if (to != nullptr && seen.emplace(to, true).second && back(to)) return true;
      }
      return false;
    };
    for (const auto* call : calls[route]) {
      const auto* to = flow.callee(*call);
      if (to == nullptr || (to != route && !back(to))) continue;
      context.report(call->span, to == route ? "the block calls itself, whatever happens" : "the blocks call one another in a circle, whatever happens")
          .with_hint("Kamailio gives up after some hundred levels; put a condition before the call");
      break;
    }
  }
}

}  // namespace

extern const Rule kRule_route_recursion;
const Rule kRule_route_recursion = {"route-recursion", Group::flow, diag::Severity::warning, "a block that always calls itself", check};

}  // namespace kukini::lint
