// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (param_number(context, "dispatcher", "ds_ping_interval").value_or(0) != 0) return;
  auto marks = context.calls("ds_mark_dst");
  if (marks.empty() || has_unread_include(context) || context.mentioned_in_inactive("ds_ping_interval")) return;
  // Set to what only runs will tell, or brought back by the script itself.
  for (const auto* p : context.params("dispatcher", "ds_ping_interval"))
    if (!switch_value(p->value)) return;
  if (context.calls_any({"ds_mark_addr", "ds_reload", "ds_dsg_fetch"})) return;
  for (const auto& site : marks)
    if (auto state = constant_text(argument(*site.call, 0)); argument(*site.call, 0) != nullptr && (!state || state->find_first_of("aA") != state->npos)) return;
  for (const auto& site : marks) {
    auto state = constant_text(argument(*site.call, 0));
    if (state && state->find_first_of("iIpPtT") == state->npos) continue;
    context.report(site.call->span, "a destination that is marked here stays out until somebody brings it back by hand")
        .with_hint("set modparam(\"dispatcher\", \"ds_ping_interval\", 10), so that it is tried again");
  }
}

}  // namespace

extern const Rule kRule_probing_off;
const Rule kRule_probing_off = {"probing-off", Group::modules, diag::Severity::warning, "a destination is taken out, and nothing ever takes it back",
                                check};

}  // namespace kukini::lint
