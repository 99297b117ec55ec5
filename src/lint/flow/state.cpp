// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Sets of states: joining, and forgetting where there are too many.
#include "lint/flow/state.hpp"

#include <algorithm>
#include <bit>

namespace kukini::lint::flow {
namespace {

constexpr std::string_view kNames[kMethods] = {"INVITE", "ACK",    "BYE",     "CANCEL", "REGISTER", "OPTIONS", "SUBSCRIBE", "NOTIFY",
                                               "MESSAGE", "INFO", "PRACK", "UPDATE", "PUBLISH",  "REFER",   "request"};
constexpr std::string_view kWithArticle[kMethods] = {"an INVITE", "an ACK", "a BYE",   "a CANCEL",  "a REGISTER", "an OPTIONS", "a SUBSCRIBE", "a NOTIFY",
                                                     "a MESSAGE", "an INFO", "a PRACK", "an UPDATE", "a PUBLISH",  "a REFER",    "a request"};

}  // namespace

Method method_of(std::string_view name) {
  for (unsigned i = 0; i + 1 < kMethods; ++i)
    if (kNames[i] == name) return static_cast<Method>(i);
  return Method::other;
}

std::string_view to_string(Method method) { return kNames[static_cast<unsigned>(method)]; }

std::string_view example(Kinds kinds) {
  unsigned methods = 0;
  for (unsigned i = 0; i < kMethods; ++i) methods += (kinds & kinds_of(static_cast<Method>(i))) != 0 ? 1 : 0;
  if (methods > 3) return "a request";
  for (unsigned i = 0; i < kMethods; ++i)
    if ((kinds & kinds_of(static_cast<Method>(i))) != 0) return kWithArticle[i];
  return "a request";
}

State join(const State& a, const State& b, std::uint64_t join_or) {
  State out;
  out.facts = (a.facts & b.facts) | ((a.facts | b.facts) & join_or);
  out.kinds = a.kinds | b.kinds;
  out.known = a.known & b.known & ~(a.value ^ b.value);
  out.value = a.value & out.known;
  out.mark = a.mark == b.mark ? a.mark : std::uint16_t{0};
  out.rc = a.rc | b.rc;
  return out;
}

void StateSet::add(const State& state) {
  if (joining_ == Joining::choose) return choose(state);
  insert(state);
  if (states_.size() > kMax) widen();
}

void StateSet::choose(const State& state) {
  if (state.kinds == 0 || state.rc == 0) return;
  std::size_t alike = states_.size();
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const auto& s = states_[i];
    if (s == state) return;
    // Of those that are alike for the client, the last one makes room.
    for (std::size_t j = 0; alike == states_.size() && states_.size() >= kMax && j < i; ++j)
      if (states_[j].facts == s.facts && states_[j].mark == s.mark) alike = i;
  }
  if (states_.size() < kMax) states_.push_back(state);
  else if (alike < states_.size() && std::none_of(states_.begin(), states_.end(), [&](const State& s) { return s.facts == state.facts && s.mark == state.mark; }))
    states_[alike] = state;
}

void StateSet::insert(const State& state) {
  if (state.kinds == 0 || state.rc == 0) return;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    auto& s = states_[i];
    if (s.facts != state.facts || s.mark != state.mark) continue;
    bool same_conditions = s.known == state.known && s.value == state.value;
    if (same_conditions && (s.kinds | state.kinds) == s.kinds && (s.rc | state.rc) == s.rc) return;
    // The old one knows less and allows all that the new one does.
    if ((s.known & ~state.known) == 0 && ((s.value ^ state.value) & s.known) == 0 && (state.kinds & ~s.kinds) == 0 && (state.rc & ~s.rc) == 0) return;
    bool one = (same_conditions && (s.kinds == state.kinds || s.rc == state.rc)) ||
               (s.kinds == state.kinds && s.rc == state.rc && s.known == state.known && std::has_single_bit(s.value ^ state.value));
    if (!one) continue;
    State both = join(s, state, join_or_);
    states_.erase(states_.begin() + static_cast<std::ptrdiff_t>(i));
    insert(both);
    return;
  }
  states_.push_back(state);
}

void StateSet::widen() {
  auto old = std::move(states_);
  states_.clear();
  for (auto s : old) {
    s.known = s.value = 0;
    insert(s);
  }
  if (states_.size() <= kMax / 2) return;
  State all = states_.front();
  for (const auto& s : states_) all = join(all, s, join_or_);
  states_.assign(1, all);
}

}  // namespace kukini::lint::flow
