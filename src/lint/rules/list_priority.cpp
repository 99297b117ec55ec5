// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    if (line.priority.text.empty() || line.priority.text.find('=') != std::string_view::npos) continue;
    if (base::to_number<std::int32_t>(line.priority.text)) continue;
    context.report(line.priority, "a priority is a number, not \"" + std::string(line.priority.text) + "\"").with_hint("larger numbers come first");
  }
}

}  // namespace

extern const Rule kRule_list_priority;
const Rule kRule_list_priority = {"list-priority", Group::lists, diag::Severity::error, "a priority that is no number",
                                  nullptr, false, true, check_list};

}  // namespace kukini::lint
