// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.flow().complete() || context.calls_any({"ds_next_dst", "ds_next_domain"})) return;
  if (context.mentioned_in_inactive("ds_next_dst") || context.mentioned_in_inactive("ds_next_domain")) return;
  auto selects = [](const CallSite& site) {
    return site.call->name == "ds_select_dst" || site.call->name == "ds_select_domain" || site.call->name == "ds_select";
  };
  // A second set takes over.
  for (const auto& site : context.calls())
    if (selects(site) && site.route->route == ast::RouteKind::failure) return;
  for (const auto& site : context.calls()) {
    if (!selects(site)) continue;
    if (!context.model().live.contains(site.route)) continue;
    context.report(site.call->span, "a call to a destination that fails is not tried elsewhere: ds_next_dst() is never used")
        .with_hint("t_on_failure(\"NEXT\") before t_relay(), and in failure_route[NEXT]: if (ds_next_dst()) { t_on_failure(\"NEXT\"); t_relay(); exit; }");
    return;
  }
}

}  // namespace

extern const Rule kRule_dispatcher_without_failover;
const Rule kRule_dispatcher_without_failover = {"dispatcher-without-failover", Group::sip, diag::Severity::note,
                                                "a dispatcher without a second try", check};

}  // namespace kukini::lint
