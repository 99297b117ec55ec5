// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/variables.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (has_unread_include(context, true)) return;
  const auto& flow = context.flow();
  // Programs in other languages can read them as well.
  if (!flow.complete() || flow.anywhere(flow::kOpaque)) return;
  std::unordered_map<std::string_view, const VariableSite*> written;
  std::unordered_set<std::string_view> read;
  for (const auto& v : context.variables()) {
    if (v.node->name != "var") continue;
    auto name = flow::var_name(*v.node);
    if (name.empty()) return;
    if (v.written) written.try_emplace(name, &v);
    else read.insert(name);
  }
  std::vector<const VariableSite*> unread;
  for (const auto& [name, site] : written)
    if (!read.contains(name) && !context.mentioned_in_inactive(name)) unread.push_back(site);
  std::sort(unread.begin(), unread.end(), [](const VariableSite* a, const VariableSite* b) { return a->span.begin < b->span.begin; });
  for (const auto* site : unread) {
    auto name = flow::var_name(*site->node);
    // Names that say so.
    if (name.find("dummy") != name.npos || name.find("unused") != name.npos || name.find("ignore") != name.npos || name.find("null") != name.npos) continue;
    context.report(site->span, "$var(" + std::string(name) + ") is set and never read").with_hint("remove it; or was another name meant?");
  }
}

}  // namespace

extern const Rule kRule_variable_never_read;
const Rule kRule_variable_never_read = {"variable-never-read", Group::flow, diag::Severity::note, "a $var that is set and never read", check};

}  // namespace kukini::lint
