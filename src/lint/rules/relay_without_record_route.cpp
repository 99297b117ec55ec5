// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

enum : std::uint64_t { kRecorded = 1, kRouted = 2 };

struct Paths : Finder {
  Paths() { join_or = kRecorded | kRouted; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRecordsRoute | kOpaque)) {
      yes.facts |= kRecorded;
      no.facts |= kRecorded;
    } else if (at.is(kFollowsRoute)) {
      yes.facts |= kRouted;
    } else if (at.is(kRelays) && (yes.kinds & fresh(Method::invite)) != 0 && (yes.facts & (kRecorded | kRouted)) == 0) {
      found(at.call, yes);
    }
  }
  void unknown_route(State& state) override { state.facts |= kRecorded; }
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.anywhere(kFollowsRoute)) return;
  // Done for each branch.
  for (const auto& site : context.calls())
    if ((flow.traits(*site.call) & kRecordsRoute) != 0 && site.route->route == ast::RouteKind::branch) return;
  each_finding(context, Paths(), Roots::main, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.at->span, "an INVITE can be relayed here without record_route()")
        .with_hint("call record_route() before, or the rest of the call goes past this server and loose_route() never sees it");
  });
}

}  // namespace

extern const Rule kRule_relay_without_record_route;
const Rule kRule_relay_without_record_route = {"relay-without-record-route", Group::sip, diag::Severity::warning,
                                               "an INVITE is relayed without record_route()", check};

}  // namespace kukini::lint
