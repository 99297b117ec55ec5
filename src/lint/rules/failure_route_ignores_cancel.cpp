// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kAsked = 1;

struct Paths : Client {
  Paths() { join_or = kAsked; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.call.name == "t_is_canceled" || at.is(kOpaque)) {
      yes.facts |= kAsked;
      no.facts |= kAsked;
    } else if (at.call.name == "t_check_status" || at.call.name == "t_branch_timeout") {
      // Only certain answers come to here; 487 is hardly one of them.
      yes.facts |= kAsked;
    } else if (at.is(kRelays) && !yes.has(kAsked) && (yes.kinds & fresh(Method::invite)) != 0) {
      found.push_back(&at.call);
    }
  }
  void unknown_route(State& state) override { state.facts |= kAsked; }
  void condition(const ast::Expr& e, State& yes, State& no) override {
    sema::walk(&e, [&](const ast::Expr& part) {
      const auto* o = part.as<ast::Operand>();
      const auto* pv = part.as<ast::Pv>();
      if ((o != nullptr && o->operand == ast::CoreOperand::status) ||
          (pv != nullptr && (pv->node->name == "rs" || pv->node->name.starts_with("T_") || pv->node->name == "xavp" || pv->node->name == "avp")))
        yes.facts |= kAsked, no.facts |= kAsked;
    });
  }
  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  for (const auto* route : context.routes()) {
    if (route->route != ast::RouteKind::failure || !context.model().live.contains(route)) continue;
    Paths paths;
    if (!flow.run(*route, paths) || paths.found.empty()) continue;
    context.report(route->name.empty() ? lang::Span{route->span.begin, route->span.begin + static_cast<std::uint32_t>(route->keyword.size())} : route->name_span,
                   "this failure route sends the call on although the caller may have cancelled it")
        .with_hint("begin it with: if (t_is_canceled()) exit;")
        .with_note(context.locate(paths.found.front()->span), "sent on here");
  }
}

}  // namespace

extern const Rule kRule_failure_route_ignores_cancel;
const Rule kRule_failure_route_ignores_cancel = {"failure-route-ignores-cancel", Group::sip, diag::Severity::warning,
                                                 "a failure route that calls on after a CANCEL", check};

}  // namespace kukini::lint
