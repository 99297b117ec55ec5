// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    if (line.rest.text.empty()) continue;
    bool more = line.rest.text.find('=') != std::string_view::npos;
    auto& d = context.report(line.rest, "this is read by nobody");
    if (more) d.severity = diag::Severity::warning;
    d.with_hint(more ? "attributes are one column: separate them by ; without blanks" : "put a # before a comment");
  }
}

}  // namespace

extern const Rule kRule_list_trailing_text;
const Rule kRule_list_trailing_text = {"list-trailing-text", Group::lists, diag::Severity::note, "text behind the attributes",
                                       nullptr, false, true, check_list};

}  // namespace kukini::lint
