// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kRelayed = 1;

struct Paths : Client {
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRelays) && at.call.name.starts_with("t_relay")) {
      yes.facts |= kRelayed;
      if (!at.tested) no.kinds = 0;
    } else if (at.is(kArms)) {
      (yes.has(kRelayed) ? late : early).push_back(&at.call);
    } else if (at.is(kOpaque)) {
      yes.facts = no.facts = 0;
    }
  }
  std::vector<const ast::Call*> late, early;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  std::vector<const ast::Call*> said;
  for (const auto* route : context.routes()) {
    if (!route->is_main() && route->route != ast::RouteKind::failure) continue;
    Paths paths;
    if (!flow.run(*route, paths)) continue;
    for (const auto* call : paths.late) {
      bool also_early = std::find(paths.early.begin(), paths.early.end(), call) != paths.early.end();
      if (also_early || std::find(said.begin(), said.end(), call) != said.end()) continue;
      said.push_back(call);
      context.report(call->span, std::string(call->name) + "() comes after t_relay(): the request has been sent without it")
          .with_hint("put it before t_relay()");
    }
  }
}

}  // namespace

extern const Rule kRule_armed_after_relay;
const Rule kRule_armed_after_relay = {"armed-after-relay", Group::flow, diag::Severity::warning,
                                      "a failure, reply or branch route that is armed behind t_relay()", check};

}  // namespace kukini::lint
