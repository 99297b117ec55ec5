// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  struct Sum {
    std::int64_t total = 0;
    bool told = false;
  };
  std::map<std::string_view, Sum> sums;
  for (const auto& line : context.lines())
    for (const auto& a : line.attribute_list) {
      if (!base::iequals(base::trim(a.name.text), "weight")) continue;
      auto weight = base::to_number(base::trim(a.value.text));
      if (!weight || *weight < 0 || *weight > 100) continue;
      auto& sum = sums[line.set.text];
      sum.total += *weight;
      if (sum.total <= 100 || sum.told) continue;
      sum.told = true;
      context.report(a.value, "with this line the weights of set " + std::string(line.set.text) + " exceed 100")
          .with_hint("weights are shares of 100 calls; what exceeds them is cut off. rweight takes relative ones (algorithm 11)");
    }
}

}  // namespace

extern const Rule kRule_list_weight_sum;
const Rule kRule_list_weight_sum = {"list-weight-sum", Group::lists, diag::Severity::warning, "the weights of a set add up to more than 100",
                                    nullptr, false, true, check_list};

}  // namespace kukini::lint
