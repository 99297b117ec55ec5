// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.loaded("sqlops") || has_unread_include(context)) return;
  std::vector<std::string_view> names;
  for (const auto* param : context.params("sqlops", "sqlcon")) {
    auto text = constant_text(param->value);
    if (!text) return;
    names.push_back(base::trim(text->substr(0, text->find("=>"))));
  }
  for (auto function : {"sql_query", "sql_xquery", "sql_pvquery", "sql_query_async"})
    for (const auto& site : context.calls(function)) {
      auto name = constant_text(argument(*site.call, 0));
      if (!name || std::find(names.begin(), names.end(), *name) != names.end()) continue;
      auto meant = diag::did_you_mean(*name, std::span<const std::string_view>(names));
      context.report(site.call->arguments[0]->span, "there is no connection \"" + std::string(*name) + "\"")
          .with_hint(meant.empty() ? "add modparam(\"sqlops\", \"sqlcon\", \"" + std::string(*name) + "=>mysql://…\")" : "did you mean " + std::string(meant) + "?");
    }
}

}  // namespace

extern const Rule kRule_undefined_sqlcon;
const Rule kRule_undefined_sqlcon = {"undefined-sqlcon", Group::modules, diag::Severity::error, "a query over a connection that no parameter makes",
                                     check};

}  // namespace kukini::lint
