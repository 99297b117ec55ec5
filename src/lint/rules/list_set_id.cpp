// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    auto id = base::to_number<std::int64_t>(line.set.text);
    if (id && *id >= 0 && *id <= 0x7fffffff) continue;
    context.report(line.set, "the number of the set must stand first, not '" + std::string(line.set.text) + "'")
        .with_hint("a line is: SET URI FLAGS PRIORITY ATTRIBUTES");
  }
}

}  // namespace

extern const Rule kRule_list_set_id;
const Rule kRule_list_set_id = {"list-set-id", Group::lists, diag::Severity::error, "a line of a list without the number of its set",
                                nullptr, false, true, check_list};

}  // namespace kukini::lint
