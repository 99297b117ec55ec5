// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Trails: which way a path took, so that a finding can show it. Only the search for one example of a finding keeps them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "lang/syntax/ast.hpp"
#include "lint/flow/state.hpp"

namespace kukini::lint::flow {

namespace ast = lang::ast;

enum class StepKind : std::uint8_t { holds, fails, case_, loop, call };

/// One decision of a path, or the call of a block.
struct Step {
  StepKind kind = StepKind::holds;
  /// The condition, the case's value (of default: the switch's subject), or what a route() stands for.
  lang::Span at;
  /// The statement or call that made the step.
  const void* owner = nullptr;
  /// The client's part of the state before the step.
  std::uint64_t facts = 0;
  std::uint16_t mark = 0;
  /// Number of the step before, 0: none.
  std::uint32_t before = 0;
  /// This is the path's step of that number.
  std::uint32_t depth = 1;
};

class Trails {
 public:
  void push(State& state, StepKind kind, lang::Span at, const void* owner) {
    auto depth = state.trail == 0 ? 1 : steps_[state.trail - 1].depth + 1;
    steps_.push_back({kind, at, owner, state.facts, state.mark, state.trail, depth});
    state.trail = static_cast<std::uint32_t>(steps_.size());
  }
  /// Steps so far, of all paths.
  std::uint32_t size() const { return static_cast<std::uint32_t>(steps_.size()); }
  /// Behind a statement: forgets its step, and those within it, where nothing came of them. `since`: size() before the statement.
  void leave(State& state, const void* owner, std::uint32_t since) const {
    for (auto n = state.trail; n > since; n = steps_[n - 1].before) {
      const auto& step = steps_[n - 1];
      if (step.owner != owner) continue;
      if (step.facts == state.facts && step.mark == state.mark) state.trail = step.before;
      return;
    }
  }
  /// The last steps to here, in order.
  std::vector<Step> path(std::uint32_t trail, std::size_t most) const {
    std::vector<Step> out;
    for (auto n = trail; n != 0 && out.size() < most; n = steps_[n - 1].before) out.push_back(steps_[n - 1]);
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  std::vector<Step> steps_;
};

}  // namespace kukini::lint::flow
