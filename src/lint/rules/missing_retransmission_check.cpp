// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

enum : std::uint64_t { kWorked = 1, kChecked = 2 };

struct Paths : Client {
  Paths() { join_or = kChecked; }
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kKnowsRetransmissions | kOpaque)) yes.facts |= kChecked, no.facts |= kChecked;
    if (at.is(kChecksCredentials) || at.call.name == "lookup" || at.call.name.starts_with("sql_query") || at.call.name == "alias_db_lookup" ||
        at.call.name == "http_client_query")
      yes.facts |= kWorked, no.facts |= kWorked;
    if (at.is(kRelays) && at.call.name.starts_with("t_") && yes.has(kWorked) && !yes.has(kChecked)) found.push_back(&at.call);
  }
  void unknown_route(State& state) override { state.facts |= kChecked; }
  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete() || flow.main() == nullptr || context.calls_any({"t_check_trans", "t_precheck_trans", "t_lookup_request"})) return;
  for (auto name : {"t_check_trans", "t_precheck_trans"})
    if (context.mentioned_in_inactive(name)) return;
  Paths paths;
  if (!flow.run_main(paths) || paths.found.empty()) return;
  context.report(paths.found.front()->span, "retransmissions go through the databases again before they are recognised here")
      .with_hint("early in request_route: if (t_precheck_trans()) { t_check_trans(); exit; } t_check_trans();");
}

}  // namespace

extern const Rule kRule_missing_retransmission_check;
const Rule kRule_missing_retransmission_check = {"missing-retransmission-check", Group::sip, diag::Severity::warning,
                                                 "retransmissions are worked on like new requests", check};

}  // namespace kukini::lint
