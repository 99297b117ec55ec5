// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Paths through the blocks of a script: what can have happened when a statement runs. Shared by the rules of group flow.
#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lint/flow/atoms.hpp"
#include "lint/flow/client.hpp"

namespace kukini::lint {
class Context;
}

namespace kukini::lint::flow {

class Trails;

class Analysis {
 public:
  explicit Analysis(const Context& context);
  const Context& context() const { return context_; }

  /// All code is there: no syntax error and no missing include hides some of it. Where it does not hold, rules about what is
  /// missing on a path, or anywhere, keep silent.
  bool complete() const { return complete_; }
  /// Null without one (scripts of a cfgengine).
  const ast::Route* main() const { return main_; }
  /// Traits of the function; kOpaque for one that nothing is known of.
  Traits traits(const ast::Call& call) const;
  /// Null: the name is computed, or there is no such block.
  const ast::Route* callee(const ast::RouteCall& call) const;
  /// A call of a function with one of the traits stands in some block, or one of these words in a part that is switched off.
  bool anywhere(Traits any) const { return (all_ & any) != 0; }
  const Atoms& atoms() const { return atoms_; }

  /// Follows all paths of a block from the state. False: they are too many; what the client saw is not all.
  bool run(const ast::Route& route, Client& client, const State& entry = {}) const;
  /// Follows single paths and keeps their steps: to show one example of what run() has found.
  void trace(const ast::Route& route, Client& client, Trails& trails, const State& entry = {}) const;
  /// run() for the main block; true without one.
  bool run_main(Client& client) const { return main_ == nullptr || run(*main_, client); }

  /// Control can get behind the statement; false only where it surely cannot.
  bool completes(const ast::Stmt* statement) const;
  /// A call of the block can return.
  bool returns(const ast::Route& route) const;
  /// The statement can end the run, or the block it stands in, by itself or in what it calls.
  bool may_leave(const ast::Stmt& statement) const;

 private:
  const ast::Route* find_callee(const ast::RouteCall& call) const;
  /// may_leave() for what stands in the statement itself; what it calls is added to `calls`. called: the block's own return does not count.
  bool leaves_here(const ast::Stmt& root, bool called, std::vector<const ast::Route*>& calls) const;
  /// Blocks that can end the run when they are called.
  const std::unordered_set<const ast::Route*>& leaving() const;

  const Context& context_;
  bool complete_ = true;
  const ast::Route* main_ = nullptr;
  Traits all_ = 0;
  Atoms atoms_;
  std::unordered_map<std::string_view, Traits> traits_;
  std::uint64_t budget_ = 0;
  mutable std::unordered_map<const ast::Route*, int> returns_;
  mutable std::unordered_map<const ast::RouteCall*, const ast::Route*> callees_;
  mutable std::optional<std::unordered_set<const ast::Route*>> leaving_;
};

}  // namespace kukini::lint::flow
