// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/flags.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.loaded("acc") || context.calls_any({"acc_log_request", "acc_db_request", "acc_request", "acc_rad_request"})) return;
  auto use = collect_flags(context);
  if (use.open || context.mentioned_in_inactive("setflag")) return;
  for (std::string_view name : {"log_flag", "db_flag", "log_missed_flag", "db_missed_flag"})
    for (const auto* param : context.params("acc", name)) {
      auto flag = number_of(param->value);
      if (!flag || *flag < 0 || use.sets({FlagKind::message, std::to_string(*flag), {}, {}, {}})) continue;
      context.report(param->value->span, "nothing sets this flag, so nothing is accounted by " + std::string(name)).with_hint("call setflag() for the requests to account");
    }
}

}  // namespace

extern const Rule kRule_accounting_never;
const Rule kRule_accounting_never = {"accounting-never", Group::modules, diag::Severity::warning, "accounting waits for a flag that nothing sets",
                                     check};

}  // namespace kukini::lint
