// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

/// Fact i: sites[i] is armed. There are more sites than bits in hardly any script; the rest is left alone.
constexpr std::uint64_t kSent = std::uint64_t{1} << 63;
struct Paths : Client {
  Paths() { join_or = ~std::uint64_t{0}; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kArms)) {
      std::size_t i = 0;
      while (i < sites.size() && sites[i] != &at.call) ++i;
      if (i == sites.size() && i < 63) sites.push_back(&at.call);
      if (i < 63) yes.facts |= std::uint64_t{1} << i;
      // Behind the relaying it is another mistake, armed-after-relay; or somebody else relays.
      if (yes.has(kSent)) used |= yes.facts;
      no.kinds = 0;
    } else if (at.is(kRelays | kTakesOver | kOpaque) || at.call.name == "t_newtran" || at.call.name == "append_branch") {
      used |= yes.facts;
      yes.facts |= kSent;
      no.facts |= kSent;
    }
  }
  void unknown_route(State& state) override { used |= state.facts; }

  std::vector<const ast::Call*> sites;
  std::uint64_t used = 0;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  std::vector<const ast::Call*> useless, useful;
  for (const auto* route : context.routes()) {
    if (!route->is_main() && route->route != ast::RouteKind::failure) continue;
    Paths paths;
    if (!flow.run(*route, paths)) return;
    for (std::size_t i = 0; i < paths.sites.size(); ++i) ((paths.used >> i & 1) != 0 ? useful : useless).push_back(paths.sites[i]);
  }
  for (const auto* call : useless) {
    if (std::find(useful.begin(), useful.end(), call) != useful.end()) continue;
    useful.push_back(call);
    context.report(call->span, std::string(call->name) + "() is for nothing: no path from here relays the request")
        .with_hint("what is armed runs for the transaction that t_relay() makes");
  }
}

}  // namespace

extern const Rule kRule_armed_without_relay;
const Rule kRule_armed_without_relay = {"armed-without-relay", Group::flow, diag::Severity::warning,
                                        "a failure, reply or branch route that is armed for nothing", check};

}  // namespace kukini::lint
