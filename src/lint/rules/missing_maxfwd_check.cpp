// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kLimited = 1;

struct Paths : Client {
  Paths() { join_or = kLimited; }
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kLimitsHops | kOpaque)) yes.facts |= kLimited, no.facts |= kLimited;
    else if (at.is(kRelays) && !yes.has(kLimited)) found.push_back(&at.call);
  }
  void unknown_route(State& state) override { state.facts |= kLimited; }
  void condition(const ast::Expr& e, State& yes, State& no) override {
    sema::walk(&e, [&](const ast::Expr& part) {
      const auto* pv = part.as<ast::Pv>();
      const auto* select = part.as<ast::Select>();
      if ((pv != nullptr && (pv->node->name == "mf" || pv->node->inner == "Max-Forwards")) || (select != nullptr && select->text == "@max_forwards"))
        yes.facts |= kLimited, no.facts |= kLimited;
    });
  }
  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  // Where it is done at all, somebody has thought about the other paths.
  if (!flow.complete() || flow.main() == nullptr || flow.anywhere(kLimitsHops) || context.mentioned_in_inactive("mf_process_maxfwd_header")) return;
  Paths paths;
  if (!flow.run_main(paths) || paths.found.empty()) return;
  context.report(paths.found.front()->span, "requests are relayed without a look at Max-Forwards")
      .with_hint("if (!mf_process_maxfwd_header(\"10\")) { sl_send_reply(\"483\", \"Too Many Hops\"); exit; }");
}

}  // namespace

extern const Rule kRule_missing_maxfwd_check;
const Rule kRule_missing_maxfwd_check = {"missing-maxfwd-check", Group::sip, diag::Severity::warning, "relaying without a limit of hops", check};

}  // namespace kukini::lint
