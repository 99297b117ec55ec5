// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.loaded("htable") || has_unread_include(context)) return;
  std::vector<std::string_view> tables;
  for (const auto* param : context.params("htable", "htable")) {
    const auto* text = param->value != nullptr ? param->value->as<ast::String>() : nullptr;
    if (text == nullptr) return;
    tables.push_back(base::trim(text->value.substr(0, text->value.find("=>"))));
  }
  if (context.loaded("dmq") && !context.params("htable", "enable_dmq").empty() && tables.empty()) return;
  std::set<std::string_view> told;
  for (const auto& site : context.variables()) {
    const auto& node = *site.node;
    if (node.name != "sht" && !node.name.starts_with("shtex") && !node.name.starts_with("shtcn") && !node.name.starts_with("shtcv") && node.name != "shtinc" &&
        node.name != "shtdec")
      continue;
    auto table = base::trim(node.inner.substr(0, node.inner.find("=>")));
    if (table.empty() || table.find('$') != table.npos || std::find(tables.begin(), tables.end(), table) != tables.end() || !told.insert(table).second) continue;
    auto meant = diag::did_you_mean(table, std::span<const std::string_view>(tables));
    context.report(site.span, "there is no table \"" + std::string(table) + "\"")
        .with_hint(meant.empty() ? "add modparam(\"htable\", \"htable\", \"" + std::string(table) + "=>size=8;\")" : "did you mean " + std::string(meant) + "?");
  }
}

}  // namespace

extern const Rule kRule_undefined_htable;
const Rule kRule_undefined_htable = {"undefined-htable", Group::modules, diag::Severity::error, "$sht of a table that no parameter makes",
                                     check};

}  // namespace kukini::lint
