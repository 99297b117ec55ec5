// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/module_facts.hpp"
#include "sema/check.hpp"

namespace kukini::lint {
namespace {

/// Everything that the script takes from a module by name.
void collect(const Context& context, std::set<std::string_view>& used) {
  const auto& catalog = context.catalog();
  std::vector<std::string_view> names;
  std::set<std::string_view> misspelt;
  for (const auto& site : context.calls()) {
    auto known = catalog.functions(site.call->name);
    auto own = catalog.own_functions(site.call->name);
    for (const auto& f : known) used.insert(f.module);
    for (const auto& f : own) used.insert(f.module->name);
    if (!known.empty() || !own.empty() || !misspelt.insert(site.call->name).second) continue;
    // A misspelt function is a use of the module that was meant.
    if (names.empty()) names = catalog.function_names();
    for (const auto& f : catalog.functions(diag::did_you_mean(site.call->name, std::span<const std::string_view>(names)))) used.insert(f.module);
  }
  for (const auto& site : context.variables()) {
    for (const auto& v : catalog.variables(site.node->name)) used.insert(v.module);
    for (const auto& v : catalog.own_variables(site.node->name)) used.insert(v.module->name);
    for (const auto& t : site.node->transformations) {
      for (const auto& fact : catalog.transformations(t.class_name, t.name)) used.insert(fact.module);
      for (const auto& own : catalog.own_transformations(t.class_name, t.name)) used.insert(own.module->name);
    }
  }
  for (const auto* route : context.routes()) {
    if (route->route == ast::RouteKind::event) used.insert(route->name.substr(0, route->name.find(':')));
    if (route->body == nullptr) continue;
    sema::walk_expressions(*route->body, [&](const ast::Expr& e) {
      if (const auto* select = e.as<ast::Select>(); select != nullptr && !select->parts.empty()) used.insert(select->parts.front().name);
    });
  }
  for (const auto* item : context.script().items()) {
    if (const auto* param = item->as<ast::ModParam>())
      for (auto module : split(param->modules, '|')) used.insert(module);
    if (const auto* param = item->as<ast::GlobalParam>()) used.insert(param->group);
  }
}

/// Functions and variables of the module stand in a part that is switched off.
bool used_in_inactive(const Context& context, std::string_view module) {
  const auto& facts = context.catalog().facts();
  for (const auto& f : facts.functions)
    if (f.module == module && context.mentioned_in_inactive(f.name)) return true;
  for (const auto& v : facts.variables)
    if (v.module == module && context.mentioned_in_inactive(v.name)) return true;
  return false;
}

/// It does all it does by being there: no function, variable or transformation to use.
bool has_nothing_to_use(const Context& context, std::string_view module) {
  const auto& facts = context.catalog().facts();
  auto of = [&](const auto& f) { return f.module == module; };
  return std::none_of(facts.functions.begin(), facts.functions.end(), of) && std::none_of(facts.variables.begin(), facts.variables.end(), of) &&
         std::none_of(facts.transformations.begin(), facts.transformations.end(), of);
}

void check(Context& context) {
  if (has_unread_include(context, true)) return;
  // Scripts in other languages use modules where nobody sees it.
  for (const auto* item : context.script().items())
    if (item->as<ast::CfgEngine>() != nullptr) return;
  for (const auto& [name, load] : context.model().modules)
    if (name.starts_with("app_") || name == "perl") return;
  std::set<std::string_view> used;
  collect(context, used);
  for (const auto& [name, load] : context.model().modules) {
    if (load == nullptr || used.contains(name) || works_alone(name) || context.catalog().module(name) == nullptr || has_nothing_to_use(context, name))
      continue;
    auto user = std::find_if(context.model().modules.begin(), context.model().modules.end(),
                             [&module = name](const auto& other) { return uses_module(other.first, module); });
    if (user != context.model().modules.end() || used_in_inactive(context, name)) continue;
    auto& d = context.report(load->path_span, "module '" + std::string(name) + "' is loaded, but nothing of it is used");
    d.with_hint("remove the line");
    if (auto edit = context.remove_line(load->span)) d.fixes.push_back({"remove the line", false, {*edit}});
  }
}

}  // namespace

extern const Rule kRule_unused_module;
const Rule kRule_unused_module = {"unused-module", Group::modules, diag::Severity::warning, "a module is loaded and nothing of it is used",
                                  check, true};

}  // namespace kukini::lint
