// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

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

using Calls = std::unordered_map<const ast::Route*, std::vector<const ast::RouteCall*>>;

/// Which blocks call one another in a circle: the strongly connected parts of the calls (Tarjan 1972, without recursion).
class Circles {
 public:
  Circles(const flow::Analysis& flow, const std::vector<const ast::Route*>& routes, const Calls& calls) : flow_(flow), calls_(calls) {
    for (const auto* route : routes)
      if (!parts_.contains(route)) search(route);
  }
  /// Control gets from each of the two to the other. A block is in a circle with itself: ask only of a block that the other calls.
  bool same(const ast::Route* a, const ast::Route* b) const { return parts_.at(a).low == parts_.at(b).low; }

 private:
  struct Part {
    std::size_t index = 0, low = 0;
    bool open = true;
  };
  struct Visit {
    const ast::Route* route;
    std::size_t next = 0;
  };

  void enter(const ast::Route* route) {
    const auto index = parts_.size();
    parts_.emplace(route, Part{index, index, true});
    open_.push_back(route);
    visits_.push_back({route});
  }
  void search(const ast::Route* root) {
    enter(root);
    while (!visits_.empty()) {
      auto& visit = visits_.back();
      auto& part = parts_[visit.route];
      auto at = calls_.find(visit.route);
      if (at != calls_.end() && visit.next < at->second.size()) {
        const auto* to = flow_.callee(*at->second[visit.next++]);
        if (to == nullptr) continue;
        if (auto known = parts_.find(to); known == parts_.end()) enter(to);
        else if (known->second.open) part.low = std::min(part.low, known->second.index);
        continue;
      }
      const auto* done = visit.route;
      visits_.pop_back();
      if (!visits_.empty()) parts_[visits_.back().route].low = std::min(parts_[visits_.back().route].low, part.low);
      if (part.low == part.index) close(done, part.low);
    }
  }
  void close(const ast::Route* first, std::size_t number) {
    for (const ast::Route* route = nullptr; route != first;) {
      route = open_.back();
      open_.pop_back();
      parts_[route].low = number;
      parts_[route].open = false;
    }
  }

  const flow::Analysis& flow_;
  const Calls& calls_;
  std::unordered_map<const ast::Route*, Part> parts_;
  std::vector<const ast::Route*> open_;
  std::vector<Visit> visits_;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Calls calls;
  for (const auto* route : context.routes()) {
    bool left = false;
    if (route->body != nullptr) sure_calls(flow, route->body->statements, calls[route], left);
  }
  const Circles circles(flow, context.routes(), calls);
  for (const auto* route : context.routes()) {
    for (const auto* call : calls[route]) {
      const auto* to = flow.callee(*call);
      if (to == nullptr || !circles.same(to, route)) continue;
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
