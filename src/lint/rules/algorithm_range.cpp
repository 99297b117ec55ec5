// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (auto function : {"ds_select_dst", "ds_select_domain", "ds_select"})
    for (const auto& site : context.calls(function)) {
      const auto* algorithm = argument(*site.call, 1);
      auto number = number_of(algorithm);
      if (!number || (*number >= 0 && *number <= 13) || *number == 64 || *number == 65) continue;
      context.report(algorithm->span, "there is no algorithm " + std::to_string(*number) + ": the first destination of the set is always taken")
          .with_hint("0 Call-ID, 1 From, 2 To, 3 user of R-URI, 4 round robin, 6 random, 8 first, 9 weight, 10 call load, 11 relative weight");
    }
}

}  // namespace

extern const Rule kRule_algorithm_range;
const Rule kRule_algorithm_range = {"algorithm-range", Group::values, diag::Severity::warning, "a dispatcher algorithm that does not exist",
                                    check};

}  // namespace kukini::lint
