// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (context.reported("misleading-algorithm")) return;
  for (auto function : {"ds_select_dst", "ds_select_domain", "ds_select"})
    for (const auto& site : context.calls(function)) {
      const auto* algorithm = argument(*site.call, 1);
      if (number_of(algorithm) != 4) continue;
      context.report(algorithm->span, "algorithm 4 is round robin: calls of one user go to changing destinations")
          .with_hint("to keep a user or call on one destination, use 3 (hash over the user of the request URI), 1 (From URI) or 0 (Call-ID)");
    }
}

}  // namespace

extern const Rule kRule_algorithm_round_robin;
const Rule kRule_algorithm_round_robin = {"algorithm-round-robin", Group::values, diag::Severity::note, "algorithm 4, which some guides take for a hash",
                                          check, false, false};

}  // namespace kukini::lint
