// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    if (line.flags.text.empty() || line.flags.text.find('=') != std::string_view::npos) continue;
    auto flags = base::to_number(line.flags.text);
    if (!flags) {
      context.report(line.flags, "flags are a number, not \"" + std::string(line.flags.text) + "\"").with_hint("0: none; 1 inactive, 2 trying, 4 disabled, 8 probing, 16 no DNS, 32 no ping, or a sum of them");
    } else if (*flags < 0 || *flags > 63) {
      context.report(line.flags, "flags " + std::to_string(*flags) + " do not exist").with_hint("1 inactive, 2 trying, 4 disabled, 8 probing, 16 no DNS, 32 no ping, or a sum of them");
    } else if ((*flags & 4) != 0 && (*flags & 8) != 0) {
      auto& d = context.report(line.flags, "a disabled destination (4) is never probed (8)");
      d.severity = diag::Severity::warning;
    }
  }
}

}  // namespace

extern const Rule kRule_list_flags;
const Rule kRule_list_flags = {"list-flags", Group::lists, diag::Severity::error, "flags that do not exist",
                               nullptr, false, true, check_list};

}  // namespace kukini::lint
