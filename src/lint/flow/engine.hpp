// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The engine: runs all paths of a block and of what it calls at once, states in place of values.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "lint/flow/analysis.hpp"
#include "lint/flow/trail.hpp"

namespace kukini::lint::flow {

class Engine {
 public:
  /// With trails: paths are kept apart and their steps noted; not all of them are followed.
  Engine(const Analysis& analysis, Client& client, std::uint64_t budget, Trails* trails = nullptr)
      : analysis_(analysis), client_(client), budget_(budget), trails_(trails) {}

  /// False: the budget of steps was used up.
  bool run(const ast::Route& route, const State& entry);

 private:
  /// One run of a block: where its paths go that leave a statement other than at its end.
  struct Frame {
    const ast::Route* route;
    StateSet* breaks;
    std::vector<State>* returned;
    bool entry;
  };
  struct Block {
    struct Run {
      State entry;
      std::vector<State> out;
    };
    std::vector<Run> runs;
    State joined;
    bool active = false;
  };

  StateSet exec(const ast::Stmt* statement, const StateSet& in, Frame& frame);
  StateSet exec_list(ast::StmtList statements, const StateSet& in, Frame& frame);
  StateSet exec_while(const ast::While& loop, const StateSet& in, Frame& frame);
  StateSet exec_switch(const ast::Switch& choice, const StateSet& in, Frame& frame);
  void leave(const ast::Return& statement, const StateSet& in, Frame& frame);
  /// Splits a state by a condition.
  void test(const ast::Expr* condition, const State& state, Frame& frame, StateSet& yes, StateSet& no);
  void assign(const ast::Assign& assign, const State& state, Frame& frame, StateSet& out);
  /// An expression whose value goes somewhere: states behind it.
  StateSet value(const ast::Expr* expression, const State& state, Frame& frame, bool tested);
  void call(const ast::Call& call, const State& state, Frame& frame, bool tested, StateSet& yes, StateSet& no);
  void route(const ast::RouteCall& call, const State& state, StateSet& out);
  std::vector<State> run_block(const ast::Route& route, const State& entry);
  const std::vector<State>& outcome(const ast::Route& route, const State& state);
  StateSet none() const { return StateSet(client_.join_or, trails_ != nullptr ? Joining::choose : Joining::merge); }
  /// Splits states by the condition of a statement, with a step each.
  void split(const StateSet& in, const ast::Expr* condition, const void* owner, StepKind yes_step, bool no_step, Frame& frame, StateSet& yes,
             StateSet& no);
  /// Behind the statement.
  StateSet left(const StateSet& states, const void* owner, std::uint32_t since) const;
  std::uint32_t step_count() const { return trails_ != nullptr ? trails_->size() : 0; }
  void step(State& state, StepKind kind, const ast::Expr* at, const void* owner) {
    if (trails_ != nullptr && at != nullptr) trails_->push(state, kind, at->span, owner);
  }

  const Analysis& analysis_;
  Client& client_;
  std::uint64_t budget_;
  Trails* trails_;
  std::uint64_t steps_ = 0;
  unsigned depth_ = 0;
  std::unordered_map<const ast::Route*, Block> blocks_;
};

}  // namespace kukini::lint::flow
