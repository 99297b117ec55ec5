// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Drawing a plan from a seed.
#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kukini::simtest {

const char* to_string(Behaviour behaviour) {
  constexpr const char* kNames[] = {"answer", "busy", "503", "603", "ring", "silent"};
  return kNames[static_cast<std::size_t>(behaviour)];
}

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

namespace {

Behaviour draw_behaviour(Dice& dice) {
  unsigned n = dice.below(20);
  if (n < 11) return Behaviour::answer;
  if (n < 13) return Behaviour::busy;
  if (n < 15) return Behaviour::refuse;
  if (n < 16) return Behaviour::decline;
  if (n < 19) return Behaviour::ring;
  return Behaviour::silent;
}

CallPlan draw_call(Dice& dice, bool calm) {
  CallPlan c;
  c.start_ms = dice.below(kPeriods) * kPeriodMs + dice.below(15'000);
  if (!calm)
    for (auto& b : c.at) b = draw_behaviour(dice);
  c.ring_ms = dice.one_in(3) ? 0 : dice.between(1, 4'000);
  c.hold_ms = dice.between(0, 6'000);
  // Half of those that nobody answers are given up early, and a few others at any moment: races with the answer included.
  bool rings = c.at[0] == Behaviour::ring || c.at[1] == Behaviour::ring || c.at[0] == Behaviour::silent;
  if (!calm && (rings ? dice.one_in(2) : dice.one_in(5))) c.cancel_ms = dice.between(1, rings ? 20'000 : c.ring_ms + 40);
  c.hang_up = calm ? HangUp::caller : static_cast<HangUp>(dice.below(5) == 0 ? 2 : dice.below(2));
  return c;
}

}  // namespace

Plan draw(std::uint64_t seed) {
  Dice dice(seed);
  Plan plan;
  plan.workers = dice.between(1, 4);
  plan.calm = dice.one_in(8);
  plan.link.delay_ms = dice.between(1, 20);
  if (!plan.calm) {
    plan.link.jitter_ms = dice.one_in(3) ? 0 : dice.between(1, 400);
    plan.link.loss = dice.one_in(4) ? 0 : dice.below(201) / 1000.0;
    plan.link.duplicate = dice.one_in(3) ? 0 : dice.below(201) / 1000.0;
    for (unsigned i = dice.below(3); i > 0; --i) {
      FaultPlan f;
      f.callee = dice.below(2);
      f.from_ms = dice.below(kPeriods) * kPeriodMs + dice.below(kBadMs);
      f.crash = dice.one_in(2);
      // A cut ends with the bad time; a crash may last as long as it likes.
      f.to_ms = f.crash ? f.from_ms + dice.between(1, 60'000) : std::min(f.from_ms + dice.between(1, 15'000), f.from_ms / kPeriodMs * kPeriodMs + kBadMs);
      plan.faults.push_back(f);
    }
  }
  for (unsigned n = dice.between(4, 10); n > 0; --n) plan.calls.push_back(draw_call(dice, plan.calm));
  if (dice.one_in(4)) plan.reload_ms = dice.between(1, kPeriods * kPeriodMs);
  return plan;
}

std::string describe(const Plan& plan) {
  auto text = fmt::format("{} workers, delay {}+{} ms, loss {:.1f} %, duplicated {:.1f} %{}\n", plan.workers, plan.link.delay_ms, plan.link.jitter_ms,
                          plan.link.loss * 100, plan.link.duplicate * 100, plan.calm ? ", calm" : "");
  for (const auto& f : plan.faults)
    text += fmt::format("callee {} {} from {} to {} ms\n", "AB"[f.callee], f.crash ? "crashes" : "is cut off", f.from_ms, f.to_ms);
  if (plan.reload_ms != 0) text += fmt::format("reload at {} ms\n", plan.reload_ms);
  for (std::size_t i = 0; i < plan.calls.size(); ++i) {
    const auto& c = plan.calls[i];
    text += fmt::format("call {} at {} ms: A {}, B {}, rings {} ms, held {} ms, {}{}\n", i, c.start_ms, to_string(c.at[0]), to_string(c.at[1]), c.ring_ms, c.hold_ms,
                        c.cancel_ms != 0 ? fmt::format("cancelled after {} ms, ", c.cancel_ms) : "",
                        c.hang_up == HangUp::caller ? "caller hangs up" : c.hang_up == HangUp::callee ? "callee hangs up" : "nobody hangs up");
  }
  return text;
}

}  // namespace kukini::simtest
