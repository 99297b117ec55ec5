// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Atoms: conditions that stand more than once in a script with the same text, so that a path that took one side the first time
// takes the same side the next time, as long as nothing they look at has changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lang/front_end.hpp"
#include "lint/flow/state.hpp"

namespace kukini::lint::flow {

namespace ast = lang::ast;

class Atoms {
 public:
  static constexpr std::size_t kMax = 64;

  /// Looks at all conditions of the script.
  void collect(const lang::Script& script);

  struct Use {
    std::uint8_t atom;
    bool negated;
  };
  /// Null: the condition is not followed.
  const Use* find(const ast::Expr& condition) const {
    auto at = uses_.find(&condition);
    return at == uses_.end() ? nullptr : &at->second;
  }
  /// What holds when a request comes in: no flag is set.
  State initial() const {
    State state;
    state.known = flags_;
    return state;
  }
  /// Forgets, or learns, what an assignment changes.
  void assign(const ast::Assign& assign, State& state) const;
  /// Likewise a call; pure: it changes nothing but what it is given.
  void call(const ast::Call& call, bool pure, State& state) const;

 private:
  struct Atom {
    std::string key;
    std::size_t count = 0;
    /// "$var(x)"; "flag FLT_NAT"; empty: none that is assigned.
    std::vector<std::string> reads;
    /// For $x == constant, and (empty) for $x alone.
    bool compares = false;
    std::string constant;
    /// A call may change it.
    bool fragile = false;
  };
  std::vector<Atom> atoms_;
  std::unordered_map<const ast::Expr*, Use> uses_;
  std::unordered_map<std::string, std::uint64_t> readers_;
  std::uint64_t fragile_ = 0;
  std::uint64_t flags_ = 0;
};

/// The number or text that an expression is, as text; false: neither.
bool constant_text(const ast::Expr* expression, std::string& out);

}  // namespace kukini::lint::flow
