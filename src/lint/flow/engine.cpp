// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Statements and conditions over sets of states.
#include "lint/flow/engine.hpp"

#include <algorithm>

#include "lint/flow/conditions.hpp"
#include "sema/walk.hpp"

namespace kukini::lint::flow {
namespace {

/// Blocks and statements within one another.
constexpr unsigned kMaxDepth = 1500;
/// A block entered with more different states is entered with what they have in common.
constexpr std::size_t kMaxRuns = 48;

}  // namespace

bool Engine::run(const ast::Route& route, const State& entry) {
  if (route.body == nullptr) return true;
  std::vector<State> returned;
  Frame frame{&route, nullptr, &returned, true};
  StateSet in = none();
  in.add(entry);
  for (const auto& s : exec(route.body, in, frame)) client_.end(End::fell_off, nullptr, s);
  return steps_ <= budget_;
}

StateSet Engine::exec_list(ast::StmtList statements, const StateSet& in, Frame& frame) {
  StateSet states = in;
  for (const auto* s : statements) {
    if (states.empty()) break;
    states = exec(s, states, frame);
  }
  return states;
}

StateSet Engine::exec(const ast::Stmt* statement, const StateSet& in, Frame& frame) {
  if (statement == nullptr || in.empty()) return in;
  steps_ += in.size();
  if (steps_ > budget_ || depth_ > kMaxDepth) {
    steps_ = budget_ + 1;
    return none();
  }
  struct Depth {
    unsigned& d;
    explicit Depth(unsigned& depth) : d(depth) { ++d; }
    ~Depth() { --d; }
  } depth(depth_);
  StateSet out = none();
  switch (statement->kind) {
    case ast::StmtKind::block: return exec_list(statement->as<ast::Block>()->statements, in, frame);
    case ast::StmtKind::if_: {
      const auto* i = statement->as<ast::If>();
      StateSet yes = none(), no = none();
      auto since = step_count();
      bool has_else = i->otherwise != nullptr && i->otherwise->kind != ast::StmtKind::if_;
      split(in, i->condition, i, StepKind::holds, has_else, frame, yes, no);
      out = exec(i->then, yes, frame);
      out.add(i->otherwise == nullptr ? no : exec(i->otherwise, no, frame));
      return left(out, i, since);
    }
    case ast::StmtKind::while_: return exec_while(*statement->as<ast::While>(), in, frame);
    case ast::StmtKind::switch_: return exec_switch(*statement->as<ast::Switch>(), in, frame);
    case ast::StmtKind::break_:
      if (frame.breaks != nullptr) {
        frame.breaks->add(in);
        return out;
      }
      // Outside of loops and switches it leaves the block.
      for (const auto& s : in)
        if (frame.entry) client_.end(End::returned, statement, s);
        else frame.returned->push_back(s);
      return out;
    case ast::StmtKind::return_: leave(*statement->as<ast::Return>(), in, frame); return out;
    case ast::StmtKind::exit:
    case ast::StmtKind::drop:
      for (const auto& s : in) client_.end(statement->kind == ast::StmtKind::exit ? End::exited : End::dropped, statement, s);
      return out;
    case ast::StmtKind::assign: {
      for (const auto& s : in) assign(*statement->as<ast::Assign>(), s, frame, out);
      return out;
    }
    case ast::StmtKind::call:
      for (const auto& s : in) out.add(value(statement->as<ast::CallStmt>()->call, s, frame, false));
      return out;
    default: return in;
  }
}

void Engine::split(const StateSet& in, const ast::Expr* condition, const void* owner, StepKind yes_step, bool no_step, Frame& frame, StateSet& yes,
                   StateSet& no) {
  for (const auto& s : in) {
    if (trails_ == nullptr) {
      test(condition, s, frame, yes, no);
      continue;
    }
    StateSet holds = none(), fails = none();
    test(condition, s, frame, holds, fails);
    for (auto state : holds) {
      step(state, yes_step, condition, owner);
      yes.add(state);
    }
    for (auto state : fails) {
      if (no_step) step(state, StepKind::fails, condition, owner);
      no.add(state);
    }
  }
}

StateSet Engine::left(const StateSet& states, const void* owner, std::uint32_t since) const {
  if (trails_ == nullptr) return states;
  StateSet out = none();
  for (auto s : states) {
    trails_->leave(s, owner, since);
    out.add(s);
  }
  return out;
}

StateSet Engine::exec_while(const ast::While& loop, const StateSet& in, Frame& frame) {
  StateSet out = none();
  StateSet all = in;
  StateSet todo = in;
  auto since = step_count();
  auto* outer = frame.breaks;
  for (int round = 0; round < 4 && !todo.empty(); ++round) {
    StateSet yes = none(), no = none(), breaks = none();
    split(todo, loop.condition, &loop, StepKind::loop, false, frame, yes, no);
    out.add(no);
    frame.breaks = &breaks;
    auto after = exec(loop.body, yes, frame);
    frame.breaks = outer;
    out.add(breaks);
    auto before = all;
    all.add(after);
    if (std::equal(before.begin(), before.end(), all.begin(), all.end())) break;
    todo = after;
  }
  return left(out, &loop, since);
}

StateSet Engine::exec_switch(const ast::Switch& choice, const StateSet& in, Frame& frame) {
  StateSet rest = none();
  auto since = step_count();
  for (const auto& s : in) rest.add(value(choice.subject, s, frame, true));
  StateSet out = none(), running = none(), breaks = none();
  auto* outer = frame.breaks;
  // The statements of default run for what no case takes, wherever it stands.
  std::vector<StateSet> taken(choice.cases.size(), none());
  for (std::size_t i = 0; i < choice.cases.size(); ++i) {
    if (choice.cases[i].kind == ast::CaseKind::default_) continue;
    StateSet next = none();
    for (const auto& s : rest) {
      State yes = s, no = s;
      refine_case(*choice.subject, choice.cases[i], yes, no);
      step(yes, StepKind::case_, choice.cases[i].value, &choice);
      taken[i].add(yes);
      next.add(no);
    }
    rest = next;
  }
  bool has_default = false;
  for (std::size_t i = 0; i < choice.cases.size(); ++i)
    if (choice.cases[i].kind == ast::CaseKind::default_) {
      taken[i] = rest;
      has_default = true;
    }
  frame.breaks = &breaks;
  for (std::size_t i = 0; i < choice.cases.size(); ++i) {
    running.add(taken[i]);
    running = exec_list(choice.cases[i].statements, running, frame);
  }
  frame.breaks = outer;
  out.add(running);
  out.add(breaks);
  if (!has_default) out.add(rest);
  return left(out, &choice, since);
}

void Engine::leave(const ast::Return& statement, const StateSet& in, Frame& frame) {
  const auto* number = statement.value != nullptr ? statement.value->as<ast::Number>() : nullptr;
  for (const auto& s : in) {
    StateSet states = none();
    if (number != nullptr || statement.value == nullptr) states.add(s);
    else states = value(statement.value, s, frame, true);
    for (auto state : states) {
      if (number != nullptr && number->value == 0) {
        client_.end(End::exited, &statement, state);
        continue;
      }
      if (number != nullptr) state.rc = number->value > 0 ? kPositive : kNegative;
      else if (statement.value == nullptr) state.rc = kPositive;
      else if (statement.value->kind != ast::ExprKind::call && statement.value->kind != ast::ExprKind::route_call) state.rc = kAnySign;
      if (frame.entry) client_.end(End::returned, &statement, state);
      else frame.returned->push_back(state);
    }
  }
}

void Engine::test(const ast::Expr* condition, const State& state, Frame& frame, StateSet& yes, StateSet& no) {
  if (condition == nullptr) {
    yes.add(state);
    no.add(state);
    return;
  }
  if (++steps_ > budget_) return;
  if (const auto* u = condition->as<ast::Unary>(); u != nullptr && u->op == ast::UnaryOp::logical_not) return test(u->operand, state, frame, no, yes);
  if (const auto* number = condition->as<ast::Number>()) return (number->value != 0 ? yes : no).add(state);
  const auto* b = condition->as<ast::Binary>();
  if (b != nullptr && (b->op == ast::BinaryOp::logical_and || b->op == ast::BinaryOp::logical_or)) {
    bool both = b->op == ast::BinaryOp::logical_and;
    StateSet first = none();
    test(b->left, state, frame, both ? first : yes, both ? no : first);
    for (const auto& s : first) test(b->right, s, frame, yes, no);
    return;
  }
  State before = state;
  const Atoms::Use* use = analysis_.atoms().find(*condition);
  auto put = [&](State s, bool holds) {
    if (use != nullptr) {
      std::uint64_t bit = std::uint64_t{1} << use->atom;
      bool value = holds != use->negated;
      if ((s.known & bit) != 0 && ((s.value & bit) != 0) != value) return;
      s.known |= bit;
      s.value = value ? s.value | bit : s.value & ~bit;
    }
    (holds ? yes : no).add(s);
  };
  if (const auto* c = condition->as<ast::Call>()) {
    StateSet y = none(), n = none();
    call(*c, before, frame, true, y, n);
    for (auto s : y) put(s, true);
    for (auto s : n) put(s, false);
    return;
  }
  if (const auto* r = condition->as<ast::RouteCall>()) {
    StateSet out = none();
    route(*r, before, out);
    for (auto s : out)
      for (std::uint8_t sign : {kPositive, kNegative}) {
        if ((s.rc & sign) == 0) continue;
        State side = s;
        side.rc = sign;
        put(side, sign == kPositive);
      }
    return;
  }
  if (const auto* inner = condition->as<ast::AssignExpr>()) return assign(*inner->assign, before, frame, yes);
  for (const auto& s : value(condition, before, frame, true)) {
    State y = s, n = s;
    refine(*condition, y, n);
    client_.condition(*condition, y, n);
    if (y.rc != 0) put(y, true);
    if (n.rc != 0) put(n, false);
  }
}

void Engine::assign(const ast::Assign& assign, const State& state, Frame& frame, StateSet& out) {
  for (auto after : value(assign.value, state, frame, true)) {
    if (const auto* pv = assign.target->as<ast::Pv>(); pv != nullptr && assign.op != ast::AssignOp::set) client_.read(*pv, after);
    analysis_.atoms().assign(assign, after);
    client_.assign(assign, after);
    out.add(after);
  }
}

StateSet Engine::value(const ast::Expr* expression, const State& state, Frame& frame, bool tested) {
  StateSet out = none();
  if (expression == nullptr) {
    out.add(state);
    return out;
  }
  if (const auto* c = expression->as<ast::Call>()) {
    call(*c, state, frame, tested, out, out);
    return out;
  }
  if (const auto* r = expression->as<ast::RouteCall>()) {
    route(*r, state, out);
    return out;
  }
  if (const auto* inner = expression->as<ast::AssignExpr>()) {
    assign(*inner->assign, state, frame, out);
    return out;
  }
  if (const auto* b = expression->as<ast::Binary>()) {
    if (b->op == ast::BinaryOp::logical_and || b->op == ast::BinaryOp::logical_or) {
      test(expression, state, frame, out, out);
      return out;
    }
    for (const auto& s : value(b->left, state, frame, true)) out.add(value(b->right, s, frame, true));
    return out;
  }
  if (const auto* u = expression->as<ast::Unary>()) return value(u->operand, state, frame, true);
  State after = state;
  client_.read(*expression, after);
  out.add(after);
  return out;
}

void Engine::call(const ast::Call& call, const State& state, Frame& frame, bool tested, StateSet& yes, StateSet& no) {
  auto traits = analysis_.traits(call);
  State y = state, n = state;
  analysis_.atoms().call(call, (traits & kPure) != 0, y);
  n.known = y.known;
  n.value = y.value;
  y.rc = kPositive;
  n.rc = kNegative;
  if (call.name == "setflag" || call.name == "resetflag" || call.name == "xlog") n.kinds = 0;
  client_.call({call, traits, *frame.route, tested}, y, n);
  refine_call(call, y, n);
  yes.add(y);
  no.add(n);
}

void Engine::route(const ast::RouteCall& call, const State& state, StateSet& out) {
  State s = state;
  if (call.target != nullptr && call.name.empty()) client_.read(*call.target, s);
  const auto* callee = analysis_.callee(call);
  if (callee == nullptr) {
    client_.unknown_route(s);
    s.known = s.value = 0;
    s.rc = kAnySign;
    out.add(s);
    return;
  }
  if (trails_ == nullptr) {
    for (const auto& after : outcome(*callee, s)) out.add(after);
    return;
  }
  auto since = step_count();
  trails_->push(s, StepKind::call, call.span, &call);
  auto entered = s;
  entered.rc = kAnySign;
  auto& block = blocks_[callee];
  if (block.active || depth_ > kMaxDepth) return out.add(state);
  block.active = true;
  for (auto after : run_block(*callee, entered)) {
    trails_->leave(after, &call, since);
    out.add(after);
  }
  blocks_[callee].active = false;
}

std::vector<State> Engine::run_block(const ast::Route& route, const State& entry) {
  std::vector<State> returned;
  Frame frame{&route, nullptr, &returned, false};
  StateSet in = none(), out = none();
  in.add(entry);
  for (auto s : exec(route.body, in, frame)) {
    s.rc = kAnySign;
    out.add(s);
  }
  for (const auto& s : returned) out.add(s);
  return {out.begin(), out.end()};
}

const std::vector<State>& Engine::outcome(const ast::Route& route, const State& state) {
  auto& block = blocks_[&route];
  State entry = state;
  entry.rc = kAnySign;
  auto find = [&]() -> const Block::Run* {
    for (const auto& run : block.runs)
      if (run.entry == entry) return &run;
    return nullptr;
  };
  if (const auto* run = find()) return run->out;
  if (block.runs.size() >= kMaxRuns) {
    block.joined = block.runs.size() == kMaxRuns ? entry : join(block.joined, entry, client_.join_or);
    block.joined.rc = kAnySign;
    entry = block.joined;
    if (const auto* run = find()) return run->out;
  }
  // Called within itself: it changes nothing that is not changed on the way here.
  static thread_local std::vector<State> same;
  if (block.active || depth_ > kMaxDepth) {
    same.assign(1, entry);
    return same;
  }
  block.active = true;
  auto states = run_block(route, entry);
  auto& again = blocks_[&route];
  again.active = false;
  again.runs.push_back({entry, std::move(states)});
  return again.runs.back().out;
}

}  // namespace kukini::lint::flow
