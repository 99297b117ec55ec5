// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What all clients share, and the structural questions: can control get behind a statement.
#include "lint/flow/analysis.hpp"

#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/engine.hpp"
#include "sema/walk.hpp"

namespace kukini::lint::flow {

Analysis::Analysis(const Context& context) : context_(context) {
  complete_ = !context.reported("pp-include-unreadable") && !context.reported("pp-include-depth") && !context.reported("pp-unclosed-condition") &&
              !context.reported("pp-stray-condition") && !context.reported("pp-too-large");
  // A parameter that went wrong hides nothing; what has a block in it may.
  for (const auto* item : context.script().items())
    complete_ &= item->kind != ast::ItemKind::error || context.script().text(item->span).find('{') == std::string_view::npos;
  std::uint64_t statements = 0;
  for (const auto* route : context.routes()) {
    if (route->is_main() && main_ == nullptr) main_ = route;
    if (route->body == nullptr) complete_ = false;
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          ++statements;
          complete_ &= s.kind != ast::StmtKind::error;
        },
        [&](const ast::Expr& e) { complete_ &= e.kind != ast::ExprKind::error; });
  }
  for (const auto& site : context.calls()) {
    auto [at, fresh] = traits_.try_emplace(site.call->name, 0);
    if (!fresh) continue;
    at->second = traits_of(site.call->name);
    if (at->second == 0) {
      auto known = context.catalog().functions(site.call->name);
      bool harmless = !known.empty();
      for (const auto& f : known) harmless &= is_harmless_module(f.module);
      if (!harmless) at->second = kOpaque;
    }
    all_ |= at->second;
  }
  budget_ = 50'000 + 60 * statements;
  atoms_.collect(context.script());
}

Traits Analysis::traits(const ast::Call& call) const {
  auto at = traits_.find(call.name);
  return at == traits_.end() ? Traits{kOpaque} : at->second;
}

const ast::Route* Analysis::callee(const ast::RouteCall& call) const {
  if (call.name.empty()) return nullptr;
  auto [at, fresh] = callees_.try_emplace(&call, nullptr);
  if (fresh) at->second = find_callee(call);
  return at->second;
}

const ast::Route* Analysis::find_callee(const ast::RouteCall& call) const {
  if (const auto* text = call.target != nullptr ? call.target->as<ast::String>() : nullptr; text != nullptr && lang::has_pv(text->value)) return nullptr;
  const auto* route = context_.model().route(ast::RouteKind::request, call.name);
  if (route == nullptr && call.name == "0") route = main_;
  return route != nullptr && route->body != nullptr ? route : nullptr;
}

bool Analysis::run(const ast::Route& route, Client& client, const State& entry) const {
  State state = entry;
  if (&route == main_) state.known |= atoms_.initial().known;
  return Engine(*this, client, budget_).run(route, state);
}

void Analysis::trace(const ast::Route& route, Client& client, Trails& trails, const State& entry) const {
  State state = entry;
  if (&route == main_) state.known |= atoms_.initial().known;
  Engine(*this, client, budget_, &trails).run(route, state);
}

namespace {

/// A break in the statement ends the loop or switch around it.
bool breaks(const ast::Stmt* s) {
  if (s == nullptr) return false;
  switch (s->kind) {
    case ast::StmtKind::break_: return true;
    case ast::StmtKind::block:
      for (const auto* inner : s->as<ast::Block>()->statements)
        if (breaks(inner)) return true;
      return false;
    case ast::StmtKind::if_: return breaks(s->as<ast::If>()->then) || breaks(s->as<ast::If>()->otherwise);
    default: return false;
  }
}

}  // namespace

bool Analysis::completes(const ast::Stmt* s) const {
  if (s == nullptr) return true;
  switch (s->kind) {
    case ast::StmtKind::break_:
    case ast::StmtKind::return_:
    case ast::StmtKind::exit:
    case ast::StmtKind::drop: return false;
    case ast::StmtKind::block:
      for (const auto* inner : s->as<ast::Block>()->statements)
        if (!completes(inner)) return false;
      return true;
    case ast::StmtKind::if_: {
      const auto* i = s->as<ast::If>();
      return i->otherwise == nullptr || completes(i->then) || completes(i->otherwise);
    }
    case ast::StmtKind::switch_: {
      const auto* w = s->as<ast::Switch>();
      bool has_default = false;
      for (const auto& c : w->cases) {
        has_default |= c.kind == ast::CaseKind::default_;
        for (const auto* inner : c.statements)
          if (breaks(inner)) return true;
      }
      if (!has_default || w->cases.empty()) return true;
      for (const auto* inner : w->cases.back().statements)
        if (!completes(inner)) return false;
      return true;
    }
    case ast::StmtKind::while_: {
      const auto* w = s->as<ast::While>();
      const auto* number = w->condition != nullptr ? w->condition->as<ast::Number>() : nullptr;
      return number == nullptr || number->value == 0 || breaks(w->body);
    }
    case ast::StmtKind::call: {
      const auto* r = s->as<ast::CallStmt>()->call->as<ast::RouteCall>();
      const auto* route = r != nullptr ? callee(*r) : nullptr;
      return route == nullptr || returns(*route);
    }
    default: return true;
  }
}

bool Analysis::returns(const ast::Route& route) const {
  // 0: being looked at (a cycle: it may), 1: it may, 2: it does not.
  auto [at, fresh] = returns_.try_emplace(&route, 0);
  if (!fresh) return at->second != 2;
  bool returns = route.body == nullptr || completes(route.body);
  if (!returns)
    sema::walk(
        route.body,
        [&](const ast::Stmt& s) {
          const auto* r = s.as<ast::Return>();
          const auto* number = r != nullptr && r->value != nullptr ? r->value->as<ast::Number>() : nullptr;
          returns |= r != nullptr && (number == nullptr || number->value != 0);
        },
        [](const ast::Expr&) {});
  returns_[&route] = returns ? 1 : 2;
  return returns;
}

bool Analysis::leaves_here(const ast::Stmt& root, bool called, std::vector<const ast::Route*>& calls) const {
  bool leaves = false;
  sema::walk(
      &root,
      [&](const ast::Stmt& s) {
        leaves |= s.kind == ast::StmtKind::exit || s.kind == ast::StmtKind::drop || s.kind == ast::StmtKind::error;
        const auto* r = s.as<ast::Return>();
        const auto* number = r != nullptr && r->value != nullptr ? r->value->as<ast::Number>() : nullptr;
        leaves |= r != nullptr && (!called || (number != nullptr && number->value == 0));
      },
      [&](const ast::Expr& e) {
        if (const auto* c = e.as<ast::Call>()) leaves |= (traits(*c) & (kOpaque | kTakesOver)) != 0;
        const auto* r = e.as<ast::RouteCall>();
        if (r == nullptr) return;
        const auto* route = callee(*r);
        if (route == nullptr) leaves = true;
        else calls.push_back(route);
      });
  return leaves;
}

const std::unordered_set<const ast::Route*>& Analysis::leaving() const {
  if (leaving_) return *leaving_;
  leaving_.emplace();
  // From the blocks that end the run by themselves to those that call them.
  std::unordered_map<const ast::Route*, std::vector<const ast::Route*>> callers;
  std::vector<const ast::Route*> todo, calls;
  for (const auto* route : context_.routes()) {
    if (route->body == nullptr) continue;
    calls.clear();
    if (leaves_here(*route->body, true, calls) && leaving_->insert(route).second) todo.push_back(route);
    for (const auto* to : calls) callers[to].push_back(route);
  }
  while (!todo.empty()) {
    const auto* route = todo.back();
    todo.pop_back();
    for (const auto* caller : callers[route])
      if (leaving_->insert(caller).second) todo.push_back(caller);
  }
  return *leaving_;
}

bool Analysis::may_leave(const ast::Stmt& statement) const {
  std::vector<const ast::Route*> calls;
  if (leaves_here(statement, false, calls)) return true;
  const auto& leaving = this->leaving();
  return std::any_of(calls.begin(), calls.end(), [&](const auto* route) { return leaving.contains(route); });
}

}  // namespace kukini::lint::flow
