// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What must hold of the messages of a run, whatever the network did.
#pragma once

#include <array>

#include "callee.hpp"
#include "caller.hpp"
#include "chaos_run.hpp"

namespace kukini::simtest {

struct History {
  const Plan& plan;
  const std::vector<sim::TraceEntry>& trace;
  std::uint64_t start_ms;
  const Caller& caller;
  std::array<const Callee*, 2> callees;
};

/// Every INVITE answered exactly once, CANCEL only after a provisional reply, second callee only after failover.
void check(const History& history, Report& report, Outcome& out);

}  // namespace kukini::simtest
