// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/module_facts.hpp"

namespace kukini::lint {
namespace {

/// The parameter is such that the need is there.
bool applies(const Context& context, const ModuleNeed& need) {
  if (need.param.empty()) return true;
  if (need.param.starts_with('!')) return context.params(need.module, need.param.substr(1)).empty();
  auto set = context.params(need.module, need.param);
  if (set.empty()) return false;
  if (auto number = switch_value(set.back()->value)) return *number > 0;
  auto text = constant_text(set.back()->value);
  return text && !text->empty();
}

/// The module's database is off: its db_url is empty.
bool without_database(const Context& context, std::string_view module) {
  auto set = context.params(module, "db_url");
  auto text = set.empty() ? std::nullopt : text_of(set.back()->value);
  return text && text->empty();
}

bool present(const Context& context, std::string_view needed) {
  if (needed != "db") return context.loaded(needed);
  const auto& all = context.model().modules;
  return std::any_of(all.begin(), all.end(), [](const auto& m) { return is_database(m.first); });
}

void check(Context& context) {
  if (has_unread_include(context)) return;
  for (const auto& need : module_needs()) {
    const auto* load = load_of(context, need.module);
    if (load == nullptr || present(context, need.needs) || !applies(context, need)) continue;
    bool database = need.needs == "db";
    if (database && without_database(context, need.module)) continue;
    auto what = database ? std::string("a database driver (db_mysql, db_postgres …)") : "module '" + std::string(need.needs) + "'";
    auto& d = context.report(load->path_span, "module '" + std::string(need.module) + "' needs " + what + ", which is not loaded");
    if (!database) d.with_hint("add loadmodule \"" + std::string(need.needs) + ".so\" above");
    if (!need.param.empty() && !need.param.starts_with('!'))
      d.with_note(context.locate(context.params(need.module, need.param).back()->name_span), "because of this parameter");
  }
}

}  // namespace

extern const Rule kRule_module_dependency;
const Rule kRule_module_dependency = {"module-dependency", Group::modules, diag::Severity::error, "a module that another one needs is not loaded",
                                      check};

}  // namespace kukini::lint
