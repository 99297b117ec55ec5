// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"
#include "lint/flow/text.hpp"

namespace kukini::lint {
namespace {

/// Asked twice, it says the same.
bool repeats(const flow::Analysis& flow, const ast::Expr* e) {
  bool same = e != nullptr;
  sema::walk(e, [&](const ast::Expr& part) {
    if (const auto* call = part.as<ast::Call>()) same &= (flow.traits(*call) & flow::kPure) != 0 && (flow.traits(*call) & flow::kReplies) == 0;
    same &= part.kind != ast::ExprKind::route_call && part.kind != ast::ExprKind::error;
    if (const auto* pv = part.as<ast::Pv>()) same &= pv->node->name != "RANDOM" && !pv->node->name.starts_with("T");
  });
  return same;
}

void say(Context& context, lang::Span again, lang::Span first) {
  context.report(again, "the same condition stands above: this branch is never taken").with_hint("was another value meant?").with_note(context.locate(first), "it stands here");
}

void check_chain(Context& context, const ast::If& head) {
  const auto& flow = context.flow();
  std::unordered_map<std::string, lang::Span> before;
  for (const ast::If* i = &head; i != nullptr; i = i->otherwise != nullptr ? i->otherwise->as<ast::If>() : nullptr) {
    if (!repeats(flow, i->condition)) return;
    auto [at, fresh] = before.try_emplace(flow::normalized(context.script().text(i->condition->span)), i->condition->span);
    if (!fresh) say(context, i->condition->span, at->second);
  }
}

void check_cases(Context& context, const ast::Switch& choice) {
  std::unordered_map<std::string, lang::Span> before;
  for (const auto& one : choice.cases) {
    if (one.value == nullptr) continue;
    auto [at, fresh] = before.try_emplace(flow::normalized(context.script().text(one.value->span)), one.value->span);
    if (!fresh) say(context, one.value->span, at->second);
  }
}

void check(Context& context) {
  for (const auto* route : context.routes()) {
    std::unordered_set<const ast::If*> links;
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          if (const auto* choice = s.as<ast::Switch>()) check_cases(context, *choice);
          const auto* i = s.as<ast::If>();
          if (i == nullptr) return;
          const auto* next = i->otherwise != nullptr ? i->otherwise->as<ast::If>() : nullptr;
          if (!links.contains(i)) check_chain(context, *i);
          if (next != nullptr) links.insert(next);
        },
        [](const ast::Expr&) {});
  }
}

}  // namespace

extern const Rule kRule_duplicate_condition;
const Rule kRule_duplicate_condition = {"duplicate-condition", Group::flow, diag::Severity::warning, "the same condition again in an else-if chain or switch", check};

}  // namespace kukini::lint
