// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: the bound tree that is executed: expressions and statements, and the state of one run.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "sdk/context.hpp"
#include "sdk/pv.hpp"
#include "sdk/state.hpp"
#include "script/values.hpp"

namespace kukini::script {

using sdk::Context;

/// How the control flow goes on after a statement.
enum Flow : std::uint8_t {
  kBreak = 1,   ///< leave the while or switch around
  kReturn = 2,  ///< leave the route
  kExit = 4,    ///< end the script
  kFailed = 8,  ///< an expression has no value (division by zero): the statement around it takes that back
};

/// cfg_select(): which numbered group is meant until the message is done. In the context's arena.
struct SelectedGroup {
  sdk::NameId group;
  std::int64_t number;  ///< -1: none (cfg_reset)
  SelectedGroup* next;
};

/// $var values and nesting, shared by all runs on one context (a branch route sees what the request route set).
struct Frame {
  Value* vars = nullptr;
  std::uint32_t var_count = 0;
  std::int32_t depth = 0;
  SelectedGroup* selected = nullptr;
};

/// Context::script while a route runs.
struct Run {
  Frame* frame;
  const class ScriptProgram* program;
  std::uint8_t flow = 0;
  bool dropped = false;
};

inline Run& run_of(Context& c) { return *static_cast<Run*>(c.script); }

/// True, once, after an expression that has no value.
inline bool take_failure(Context& c) {
  auto& flow = run_of(c).flow;
  bool failed = (flow & kFailed) != 0;
  flow &= static_cast<std::uint8_t>(~kFailed);
  return failed;
}

class Expr {
 public:
  virtual ~Expr() = default;
  virtual Value eval(Context& c) const = 0;
  /// As a number: what conditions and arithmetic use.
  virtual std::int64_t integer(Context& c) const { return to_integer(eval(c)); }
  virtual bool constant() const { return false; }
  /// A call as a statement of its own: its result.
  virtual int statement(Context& c) const { return static_cast<int>(eval(c).i); }
  /// The binder tells that this is a statement by itself: nobody looks at its value.
  virtual void stand_alone() {}
};
using ExprPtr = std::unique_ptr<Expr>;

/// run() returns what $rc and the route's result become; control flow goes through Run::flow.
class Stmt {
 public:
  virtual ~Stmt() = default;
  virtual int run(Context& c) const = 0;
};
using StmtPtr = std::unique_ptr<Stmt>;

class Block final : public Stmt {
 public:
  explicit Block(std::vector<StmtPtr> statements) : statements_(std::move(statements)) {}
  int run(Context& c) const override;

 private:
  std::vector<StmtPtr> statements_;
};

/// A place for messages at run time: "file:line".
struct Place {
  std::string_view file;
  std::uint32_t line = 0;
};

}  // namespace kukini::script
