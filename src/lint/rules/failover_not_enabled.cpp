// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.calls_any({"ds_next_dst", "ds_next_domain"}) || !context.loaded("dispatcher") || has_unread_include(context)) return;
  auto set = context.params("dispatcher", "flags");
  if (context.mentioned_in_inactive("dispatcher")) return;
  if (!set.empty()) {
    auto flags = switch_value(set.back()->value);
    if (!flags || (*flags & 2) != 0) return;
  }
  for (auto function : {"ds_next_dst", "ds_next_domain"})
    for (const auto& site : context.calls(function)) {
      auto& d = context.report(site.call->span, "there is never a next destination: failover is not switched on");
      d.with_hint("set modparam(\"dispatcher\", \"flags\", 2)");
      if (!set.empty()) d.with_note(context.locate(set.back()->value->span), "2 is missing in these flags");
    }
}

}  // namespace

extern const Rule kRule_failover_not_enabled;
const Rule kRule_failover_not_enabled = {"failover-not-enabled", Group::modules, diag::Severity::warning, "the next destination is asked for, but the list of them is not kept",
                                         check};

}  // namespace kukini::lint
