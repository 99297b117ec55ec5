// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>

#include "lint/context.hpp"
#include "lint/flags.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  auto use = collect_flags(context);
  if (use.open) return;
  std::set<std::pair<int, std::string>> told;
  for (const auto& test : use.tested) {
    if (use.sets(test) || use.named_elsewhere(test) || !told.insert({static_cast<int>(test.kind), test.key}).second) continue;
    context.report(test.at, "flag " + test.shown + " is tested, but nothing sets it").with_hint("the condition never holds");
  }
}

}  // namespace

extern const Rule kRule_flag_never_set;
const Rule kRule_flag_never_set = {"flag-never-set", Group::values, diag::Severity::warning, "a flag is tested that nothing sets", check};

}  // namespace kukini::lint
