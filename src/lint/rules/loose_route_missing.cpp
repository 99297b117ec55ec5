// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete() || flow.main() == nullptr || flow.anywhere(flow::kFollowsRoute | flow::kOpaque) || context.mentioned_in_inactive("loose_route")) return;
  for (const auto& site : context.calls()) {
    if ((flow.traits(*site.call) & flow::kRecordsRoute) == 0 || !context.model().live.contains(site.route)) continue;
    context.report(site.call->span, "requests of a dialog come back here because of this, and no loose_route() sends them on")
        .with_hint("in a dialog: if (has_totag()) { if (loose_route()) { t_relay(); exit; } … }");
    return;
  }
}

}  // namespace

extern const Rule kRule_loose_route_missing;
const Rule kRule_loose_route_missing = {"loose-route-missing", Group::sip, diag::Severity::warning, "record_route() without loose_route()", check};

}  // namespace kukini::lint
