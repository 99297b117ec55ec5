// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/module_facts.hpp"

namespace kukini::lint {
namespace {

struct Driver {
  std::string_view scheme, module, old;
};
constexpr Driver kDrivers[] = {{"mysql", "db_mysql", "mysql"},       {"postgres", "db_postgres", "postgres"}, {"sqlite", "db_sqlite", "sqlite"},
                               {"text", "db_text", "dbtext"},        {"redis", "db_redis", ""},               {"mongodb", "db_mongodb", ""},
                               {"unixodbc", "db_unixodbc", "unixodbc"}, {"flatstore", "db_flatstore", "flatstore"}, {"cassandra", "db_cassandra", ""},
                               {"oracle", "db_oracle", "oracle"},    {"cluster", "db_cluster", ""}};

void check(Context& context) {
  if (has_unread_include(context)) return;
  std::set<std::string_view> told;
  for (const auto* item : context.script().items()) {
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr || param->name.find("url") == std::string_view::npos) continue;
    auto text = constant_text(param->value);
    if (!text || text->find("://") == std::string_view::npos) continue;
    // A parameter of a module that is not there is somebody else's message.
    bool known = false;
    for (auto module : split(param->modules, '|')) known = known || (context.loaded(module) && !is_database(module));
    if (!known) continue;
    auto scheme = text->substr(0, text->find(':'));
    for (const auto& d : kDrivers) {
      if (d.scheme != scheme || context.loaded(d.module) || (!d.old.empty() && context.loaded(d.old)) || !told.insert(scheme).second) continue;
      // ndb_redis, ndb_mongodb and the like have URLs of their own.
      if (param->modules.starts_with("ndb_") || param->modules.starts_with("http")) continue;
      context.report(param->value->span, "a " + std::string(scheme) + " database, but module '" + std::string(d.module) + "' is not loaded")
          .with_hint("add loadmodule \"" + std::string(d.module) + ".so\" above");
    }
  }
}

}  // namespace

extern const Rule kRule_db_driver;
const Rule kRule_db_driver = {"db-driver", Group::modules, diag::Severity::error, "a database URL whose driver is not loaded", check};

}  // namespace kukini::lint
