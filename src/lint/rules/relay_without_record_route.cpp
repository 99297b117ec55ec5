// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

enum : std::uint64_t { kRecorded = 1, kRouted = 2 };

struct Paths : Client {
  Paths() { join_or = kRecorded | kRouted; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRecordsRoute | kOpaque)) {
      yes.facts |= kRecorded;
      no.facts |= kRecorded;
    } else if (at.is(kFollowsRoute)) {
      yes.facts |= kRouted;
    } else if (at.is(kRelays) && (yes.kinds & fresh(Method::invite)) != 0 && (yes.facts & (kRecorded | kRouted)) == 0) {
      found.push_back(&at.call);
    }
  }
  void unknown_route(State& state) override { state.facts |= kRecorded; }

  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete() || !flow.anywhere(kFollowsRoute)) return;
  // Done for each branch.
  for (const auto& site : context.calls())
    if ((flow.traits(*site.call) & kRecordsRoute) != 0 && site.route->route == ast::RouteKind::branch) return;
  Paths paths;
  if (!flow.run_main(paths)) return;
  std::vector<const ast::Call*> said;
  for (const auto* call : paths.found) {
    if (std::find(said.begin(), said.end(), call) != said.end()) continue;
    said.push_back(call);
    context.report(call->span, "an INVITE can be relayed here without record_route()")
        .with_hint("call record_route() before, or the rest of the call goes past this server and loose_route() never sees it");
  }
}

}  // namespace

extern const Rule kRule_relay_without_record_route;
const Rule kRule_relay_without_record_route = {"relay-without-record-route", Group::sip, diag::Severity::warning,
                                               "an INVITE is relayed without record_route()", check};

}  // namespace kukini::lint
