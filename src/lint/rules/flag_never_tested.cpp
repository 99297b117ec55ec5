// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/flags.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  auto use = collect_flags(context);
  if (use.open) return;
  std::set<std::pair<int, std::string>> told;
  for (const auto& set : use.set) {
    if (set.kind == FlagKind::branch || use.tests(set) || use.named_elsewhere(set) || !told.insert({static_cast<int>(set.kind), set.key}).second) continue;
    context.report(set.at, "flag " + set.shown + " is set, but nothing looks at it").with_hint("test it with " + std::string(tester(set.kind)) + "(), or remove the line");
  }
}

}  // namespace

extern const Rule kRule_flag_never_tested;
const Rule kRule_flag_never_tested = {"flag-never-tested", Group::values, diag::Severity::warning, "a flag is set and nothing looks at it",
                                      check};

}  // namespace kukini::lint
