// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Model: what a script declares, by name: modules, route blocks, flags; and which blocks a message can reach.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "catalog/catalog.hpp"
#include "lang/front_end.hpp"
#include "sema/check.hpp"

namespace kukini::sema {

namespace ast = lang::ast;

struct Model {
  /// Names as in loadmodule, with the items that load them (null: command line).
  std::map<std::string_view, const ast::LoadModule*> modules;
  /// Further loadmodule items of a module loaded before.
  std::vector<const ast::LoadModule*> repeated;
  std::map<std::pair<ast::RouteKind, std::string_view>, const ast::Route*> routes;
  std::unordered_set<std::string_view> flags, avp_flags;
  /// "group.name" of each variable declared at the top level.
  std::set<std::string, std::less<>> custom;
  std::unordered_set<const ast::Route*> live;

  bool loaded(std::string_view module) const { return module == "core" || modules.contains(module); }
  const ast::Route* route(ast::RouteKind kind, std::string_view name) const {
    auto at = routes.find({kind, name});
    return at == routes.end() ? nullptr : at->second;
  }
  std::vector<std::string_view> route_names(ast::RouteKind kind) const;
};

Model build_model(const lang::Script& script, const Options& options);
/// Fills Model::live: main, reply and event blocks that can run, and all that they call or arm. Where a name is computed, or
/// stands in an argument or parameter, the block counts as reached.
void find_live(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, Model& model);

}  // namespace kukini::sema
