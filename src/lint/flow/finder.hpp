// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Finder: a client whose findings are calls, or ends, on a path; and the one way to report them: once each, with the path as notes.
#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"
#include "lint/flow/trail.hpp"

namespace kukini::lint::flow {

struct Found {
  /// Null: the path ends at `end`, or (null too) at the end of the block.
  const ast::Call* at = nullptr;
  /// The call that the path has been through before; null: none, or one of several.
  const ast::Call* before = nullptr;
  const ast::Stmt* end = nullptr;
  /// Requests that take the path.
  Kinds kinds = 0;
  std::uint32_t trail = 0;
};

class Finder : public Client {
 public:
  std::vector<Found> all() const;
  /// The path's number in the trails that were kept; nothing: it was not found again.
  std::optional<std::uint32_t> trail_of(const Found& found) const;

 protected:
  /// The path has been through the call.
  void mark(State& state, const ast::Call& call);
  /// Null: through none, or through one of several.
  const ast::Call* marked(const State& state) const { return state.mark == 0 ? nullptr : calls_[state.mark - 1u]; }
  /// A finding; the same call behind the same marked one counts once.
  void found(const ast::Call& at, const State& state);
  void found_end(const ast::Stmt* at, const State& state, Kinds kinds);
  /// What is found at the call does not count: it is right on another path.
  void withdraw(const ast::Call& at);

 private:
  struct PairHash {
    std::size_t operator()(const std::pair<const void*, const void*>& p) const {
      return std::hash<const void*>()(p.first) * 31 + std::hash<const void*>()(p.second);
    }
  };
  std::vector<const ast::Call*> calls_;
  std::unordered_map<const ast::Call*, std::uint16_t> numbers_;
  std::vector<Found> all_;
  std::unordered_map<std::pair<const void*, const void*>, std::size_t, PairHash> index_;
  std::unordered_set<const ast::Call*> withdrawn_;
};

/// Where paths begin.
enum class Roots : std::uint8_t { main, main_and_failure };
/// What is said once only: the place of the finding, or the call before it.
enum class Once : std::uint8_t { each_place, each_before };

std::vector<const ast::Route*> roots_of(const Context& context, Roots roots);
/// Notes of one path; of a longer one only the last steps are shown.
inline constexpr std::size_t kMostSteps = 7;
/// Puts the path before the diagnostic's notes: where it begins, the branches it takes, the blocks it calls.
void add_path(const Context& context, diag::Diagnostic& diagnostic, const ast::Route& root, Kinds kinds, const std::vector<Step>& steps);

/// Runs the client (a copy) from each root; say(Found) -> diag::Diagnostic& reports a finding.
template <class Paths, class Say>
void each_finding(Context& context, const Paths& prototype, Roots roots, Once once, Say&& say) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  std::unordered_set<const void*> said;
  for (const auto* root : roots_of(context, roots)) {
    Paths paths = prototype;
    if (!flow.run(*root, paths)) continue;
    std::vector<Found> fresh;
    for (const auto& f : paths.all())
      if (said.insert(once == Once::each_before ? static_cast<const void*>(f.before) : f.at != nullptr ? static_cast<const void*>(f.at) : f.end).second)
        fresh.push_back(f);
    if (fresh.empty()) continue;
    Paths again = prototype;
    Trails trails;
    flow.trace(*root, again, trails);
    for (const auto& f : fresh) {
      diag::Diagnostic& d = say(f);
      if (auto trail = again.trail_of(f)) add_path(context, d, *root, f.kinds, trails.path(*trail, kMostSteps));
    }
  }
}

}  // namespace kukini::lint::flow
