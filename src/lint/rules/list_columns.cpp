// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    auto is_attributes = [](const ListField& f) { return f.text.find('=') != std::string_view::npos; };
    const ListField* at = is_attributes(line.flags) ? &line.flags : is_attributes(line.priority) ? &line.priority : nullptr;
    if (at == nullptr) continue;
    bool flags = at == &line.flags;
    auto& d = context.report(*at, std::string("these attributes stand where the ") + (flags ? "flags" : "priority") + " should be").with_hint("a line is: SET URI FLAGS PRIORITY ATTRIBUTES");
    auto fill = std::string(flags ? "0 0 " : "0 ") + std::string(at->text);
    // With more columns behind it nobody knows what they are.
    if ((flags ? line.priority : line.attributes).text.empty()) context.fix(d, std::string("put ") + (flags ? "0 0" : "0") + " before them", true, *at, fill);
  }
}

}  // namespace

extern const Rule kRule_list_columns;
const Rule kRule_list_columns = {"list-columns", Group::lists, diag::Severity::error, "attributes in the column of the flags or the priority",
                                 nullptr, false, true, check_list};

}  // namespace kukini::lint
