// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Findings on paths, and the notes that show a path.
#include "lint/flow/finder.hpp"

#include <algorithm>

namespace kukini::lint::flow {
namespace {

constexpr std::size_t kMostMarks = 0xfffe;

std::string text_of_step(const Step& step) {
  switch (step.kind) {
    case StepKind::holds: return "this holds";
    case StepKind::fails: return "this does not hold";
    case StepKind::case_: return "this case is taken";
    case StepKind::loop: return "the loop runs";
    case StepKind::call: return "this block is called";
  }
  return {};
}

}  // namespace

void Finder::mark(State& state, const ast::Call& call) {
  auto [at, fresh] = numbers_.try_emplace(&call, std::uint16_t{0});
  if (fresh && calls_.size() < kMostMarks) {
    calls_.push_back(&call);
    at->second = static_cast<std::uint16_t>(calls_.size());
  }
  state.mark = at->second;
}

void Finder::found(const ast::Call& at, const State& state) {
  const auto* before = marked(state);
  auto [place, fresh] = index_.try_emplace({&at, before}, all_.size());
  if (fresh) all_.push_back({&at, before, nullptr, state.kinds, state.trail});
}

void Finder::found_end(const ast::Stmt* at, const State& state, Kinds kinds) {
  auto [place, fresh] = index_.try_emplace({at, nullptr}, all_.size());
  if (fresh) all_.push_back({nullptr, nullptr, at, kinds, state.trail});
  else all_[place->second].kinds |= kinds;
}

void Finder::withdraw(const ast::Call& at) { withdrawn_.insert(&at); }

std::vector<Found> Finder::all() const {
  auto out = all_;
  std::erase_if(out, [&](const Found& f) { return f.at != nullptr && withdrawn_.contains(f.at); });
  return out;
}

std::optional<std::uint32_t> Finder::trail_of(const Found& found) const {
  auto at = index_.find({found.at != nullptr ? static_cast<const void*>(found.at) : found.end, found.before});
  if (at == index_.end()) return {};
  return all_[at->second].trail;
}

std::vector<const ast::Route*> roots_of(const Context& context, Roots roots) {
  std::vector<const ast::Route*> out;
  for (const auto* route : context.routes())
    if (route->is_main() || (roots == Roots::main_and_failure && route->route == ast::RouteKind::failure)) out.push_back(route);
  return out;
}

void add_path(const Context& context, diag::Diagnostic& diagnostic, const ast::Route& root, Kinds kinds, const std::vector<Step>& steps) {
  if (steps.empty()) return;
  std::vector<diag::Note> notes;
  lang::Span head{root.span.begin, root.span.begin + static_cast<std::uint32_t>(root.keyword.size())};
  notes.push_back({context.locate(head), "the path of " + std::string(example(kinds)) + " begins here"});
  auto left_out = steps.front().depth - 1;
  for (const auto& step : steps) {
    auto text = text_of_step(step);
    if (&step == &steps.front() && left_out != 0) text += " (" + std::to_string(left_out) + (left_out == 1 ? " step" : " steps") + " before it left out)";
    notes.push_back({context.locate(step.at), std::move(text)});
  }
  diagnostic.notes.insert(diagnostic.notes.begin(), std::make_move_iterator(notes.begin()), std::make_move_iterator(notes.end()));
}

}  // namespace kukini::lint::flow
