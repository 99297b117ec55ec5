// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "sema/check.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  std::set<std::string_view> loaded;
  for (const auto& [name, load] : context.model().modules)
    if (load == nullptr) loaded.insert(name);
  for (const auto* item : context.script().items()) {
    if (const auto* load = item->as<ast::LoadModule>()) {
      auto name = sema::module_name(load->path);
      loaded.insert(name);
      if (const auto* fact = context.catalog().module(name); fact != nullptr && !fact->modparam_name.empty()) loaded.insert(fact->modparam_name);
    }
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr) continue;
    auto names = split(param->modules, '|');
    const ast::LoadModule* later = nullptr;
    bool now = names.empty();
    for (auto name : names) {
      now = now || loaded.contains(name);
      if (const auto* load = load_of(context, name)) later = load;
    }
    // A pattern may match anything.
    if (now || later == nullptr || param->modules.find_first_of("*[.(^") != std::string_view::npos) continue;
    context.report(param->modules_span, "module '" + std::string(names.back()) + "' is loaded further down only")
        .with_hint("move the modparam below the loadmodule")
        .with_note(context.locate(later->path_span), "loaded here");
  }
}

}  // namespace

extern const Rule kRule_modparam_before_loadmodule;
const Rule kRule_modparam_before_loadmodule = {"modparam-before-loadmodule", Group::modules, diag::Severity::error, "a parameter stands above the loadmodule of its module",
                                               check};

}  // namespace kukini::lint
