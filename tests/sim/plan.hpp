// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Plan: what happens in one run, drawn from its seed: links, faults, calls and how the callees take them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/network.hpp"

namespace kukini::simtest {

enum class Behaviour : std::uint8_t {
  answer,   ///< 200 after ringing, if any
  busy,     ///< 486
  refuse,   ///< 503: the script goes to the other callee
  decline,  ///< 603: the same
  ring,     ///< 180 and nothing else, until CANCEL
  silent,   ///< no reply at all
};
const char* to_string(Behaviour behaviour);

enum class HangUp : std::uint8_t { caller, callee, nobody };

struct CallPlan {
  unsigned start_ms = 0;
  std::array<Behaviour, 2> at{};     ///< at either callee
  unsigned ring_ms = 0;              ///< from INVITE to the final answer; 0: at once, without provisional
  unsigned hold_ms = 0;              ///< from 2xx to BYE
  unsigned cancel_ms = 0;            ///< the caller gives up so long after INVITE; 0: never
  HangUp hang_up = HangUp::caller;
};

/// A callee is gone, or cut off, for a time.
struct FaultPlan {
  unsigned callee = 0, from_ms = 0, to_ms = 0;
  bool crash = true;  ///< forgets everything; otherwise the network between is cut in both directions
};

struct Plan {
  unsigned workers = 1;
  bool calm = false;              ///< no loss, no faults, every call is answered: results are known exactly
  sim::Link link;                 ///< during the bad times
  std::vector<FaultPlan> faults;
  std::vector<CallPlan> calls;
  unsigned reload_ms = 0;         ///< the script is read again then; 0: never
};

/// Bad times end early enough for every RFC 3261 retransmission timer to reach into the good time that follows: whatever is
/// repeated as the RFC says gets through, so that "every INVITE is answered" holds for certain and not only most of the time.
constexpr unsigned kBadMs = 20'000, kPeriodMs = 55'000, kPeriods = 2;
constexpr unsigned kCallsEndMs = kPeriods * kPeriodMs + 260'000;  ///< beyond Timer C twice and all that follows

/// 64-bit random numbers of a run's plan (splitmix64).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0xD1342543DE82EF95ull + 0x9E3779B97F4A7C15ull) {}
  std::uint64_t next();
  unsigned below(unsigned n) { return static_cast<unsigned>(next() % n); }
  unsigned between(unsigned low, unsigned high) { return low + below(high - low + 1); }
  bool one_in(unsigned n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

Plan draw(std::uint64_t seed);
std::string describe(const Plan& plan);

}  // namespace kukini::simtest
