// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The engine: runs all paths of a block and of what it calls at once, states in place of values.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "lint/flow/analysis.hpp"

namespace kukini::lint::flow {

class Engine {
 public:
  Engine(const Analysis& analysis, Client& client, std::uint64_t budget) : analysis_(analysis), client_(client), budget_(budget) {}

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
  /// An expression whose value goes somewhere: states behind it.
  StateSet value(const ast::Expr* expression, const State& state, Frame& frame, bool tested);
  void call(const ast::Call& call, const State& state, Frame& frame, bool tested, StateSet& yes, StateSet& no);
  void route(const ast::RouteCall& call, const State& state, StateSet& out);
  const std::vector<State>& outcome(const ast::Route& route, const State& state);
  StateSet none() const { return StateSet(client_.join_or); }

  const Analysis& analysis_;
  Client& client_;
  std::uint64_t budget_;
  std::uint64_t steps_ = 0;
  unsigned depth_ = 0;
  std::unordered_map<const ast::Route*, Block> blocks_;
};

}  // namespace kukini::lint::flow
