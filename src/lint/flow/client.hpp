// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Client: what a rule tells the engine to follow. Its facts are 64 bits of every state; it changes them where something happens.
#pragma once

#include "lang/syntax/ast.hpp"
#include "lint/flow/knowledge.hpp"
#include "lint/flow/state.hpp"

namespace kukini::lint::flow {

namespace ast = lang::ast;

struct CallAt {
  const ast::Call& call;
  Traits traits;
  /// The block it stands in.
  const ast::Route& route;
  /// Its result decides something; false: a statement.
  bool tested;

  bool is(Traits any) const { return (traits & any) != 0; }
};

/// How a path ends.
enum class End : std::uint8_t { fell_off, returned, exited, dropped };

class Client {
 public:
  virtual ~Client() = default;
  /// After a call that was true (positive) or false (negative). Both go on where the call is a statement.
  virtual void call(const CallAt&, State& yes, State& no) { (void)yes, (void)no; }
  /// After a call of a block whose name is not known until it runs.
  virtual void unknown_route(State&) {}
  virtual void assign(const ast::Assign&, State&) {}
  /// A variable, string or operand is read (arguments of calls are left to call()).
  virtual void read(const ast::Expr&, State&) {}
  /// A condition that is neither a call nor a connection of others, after what is read in it: a comparison, a variable.
  virtual void condition(const ast::Expr&, State& yes, State& no) { (void)yes, (void)no; }
  /// The run ends: at a statement, or (null) at the end of the block.
  virtual void end(End, const ast::Stmt*, const State&) {}

  /// See StateSet.
  std::uint64_t join_or = 0;
};

}  // namespace kukini::lint::flow
