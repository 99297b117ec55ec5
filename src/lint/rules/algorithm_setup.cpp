// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.loaded("dispatcher") || has_unread_include(context)) return;
  struct Need {
    std::int64_t algorithm;
    std::string_view param, example, what;
  };
  constexpr Need kNeeds[] = {{7, "hash_pvar", "\"$fU@$ci\"", "what it hashes is not set"}, {10, "ds_hash_size", "9", "calls are not counted"}};
  for (auto function : {"ds_select_dst", "ds_select_domain"})
    for (const auto& site : context.calls(function))
      for (const auto& need : kNeeds) {
        if (number_of(argument(*site.call, 1)) != need.algorithm || context.mentioned_in_inactive(need.param)) continue;
        auto set = context.params("dispatcher", need.param);
        if (!set.empty() && switch_value(set.back()->value) != 0) continue;
        context.report(site.call->arguments[1]->span, "algorithm " + std::to_string(need.algorithm) + " cannot work: " + std::string(need.what))
            .with_hint("set modparam(\"dispatcher\", \"" + std::string(need.param) + "\", " + std::string(need.example) + ")");
      }
}

}  // namespace

extern const Rule kRule_algorithm_setup;
const Rule kRule_algorithm_setup = {"algorithm-setup", Group::modules, diag::Severity::warning, "a dispatcher algorithm without the parameter it needs",
                                    check};

}  // namespace kukini::lint
