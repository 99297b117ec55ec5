// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (const auto* debug = context.global("debug"); debug != nullptr && global_number(context, "debug", 0) >= 3)
    context.report(debug->span, "every message makes many lines of log").with_hint("debug=2 is enough for a server in use");
  if (const auto* fork = context.global("fork"); fork != nullptr && global_number(context, "fork", 1) == 0)
    context.report(fork->span, "one process serves all, and only the first address").with_hint("remove fork=no");
  if (const auto* error = context.global("log_stderror"); error != nullptr && global_number(context, "log_stderror", 0) != 0)
    context.report(error->span, "the log goes to standard error").with_hint("log_stderror=no, unless something collects it there");
}

}  // namespace

extern const Rule kRule_debug_in_production;
const Rule kRule_debug_in_production = {"debug-in-production", Group::security, diag::Severity::note, "logging as one has it while trying things out",
                                        check, false, false};

}  // namespace kukini::lint
