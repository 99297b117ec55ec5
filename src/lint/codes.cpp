// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// All codes in one table: the linter's rules, the semantic check's and the front end's, each with its page.
#include <algorithm>
#include <vector>

#include "lint/front_codes.hpp"
#include "lint/pages.hpp"
#include "lint/rule.hpp"
#include "sema/codes.hpp"

namespace kukini::lint {
namespace {

std::vector<CodeInfo> make_table() {
  std::vector<CodeInfo> all;
  for (const auto* r : rules()) all.push_back({r->code, r->group, r->severity, r->title, r->fixable, r->on, r, page(r->code)});
  for (const auto& c : sema::codes()) all.push_back({c.id, Group::names, c.severity, c.title, c.fixable, true, nullptr, page(c.id)});
  for (const auto& c : front_codes())
    all.push_back({c.code, c.code.starts_with("pp-") ? Group::preprocess : Group::syntax, c.severity, c.title, false, true, nullptr, page(c.code)});
  all.push_back({"unknown-code", Group::style, diag::Severity::warning, "a comment that switches off a code that does not exist", false, true,
                 nullptr, page("unknown-code")});
  std::sort(all.begin(), all.end(), [](const CodeInfo& a, const CodeInfo& b) { return a.code < b.code; });
  return all;
}

}  // namespace

std::span<const CodeInfo> code_infos() {
  static const std::vector<CodeInfo> all = make_table();
  return all;
}

const CodeInfo* find_code(std::string_view code) {
  auto all = code_infos();
  auto at = std::lower_bound(all.begin(), all.end(), code, [](const CodeInfo& a, std::string_view c) { return a.code < c; });
  return at != all.end() && at->code == code ? &*at : nullptr;
}

std::string_view to_string(Group group) {
  switch (group) {
    case Group::syntax: return "syntax";
    case Group::preprocess: return "preprocess";
    case Group::names: return "names";
    case Group::flow: return "flow";
    case Group::routes: return "routes";
    case Group::modules: return "modules";
    case Group::values: return "values";
    case Group::security: return "security";
    case Group::sip: return "sip";
    case Group::lists: return "lists";
    case Group::style: return "style";
  }
  return "?";
}

}  // namespace kukini::lint
