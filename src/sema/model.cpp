// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Collecting the declarations of a script, and reachability of its blocks.
#include "sema/model.hpp"

#include "sema/walk.hpp"

namespace kukini::sema {

std::vector<std::string_view> Model::route_names(ast::RouteKind kind) const {
  std::vector<std::string_view> names;
  for (const auto& [key, route] : routes)
    if (key.first == kind && !key.second.empty()) names.push_back(key.second);
  return names;
}

Model build_model(const lang::Script& script, const Options& options) {
  Model model;
  for (const auto& path : options.loaded) model.modules.emplace(module_name(path), nullptr);
  for (const auto* item : script.items()) {
    if (const auto* load = item->as<ast::LoadModule>()) {
      if (!model.modules.emplace(module_name(load->path), load).second) model.repeated.push_back(load);
    } else if (const auto* flags = item->as<ast::Flags>()) {
      for (const auto& entry : flags->entries) (flags->avp ? model.avp_flags : model.flags).insert(entry.name);
    } else if (const auto* param = item->as<ast::GlobalParam>()) {
      if (!param->group.empty()) model.custom.insert(std::string(param->group) + "." + std::string(param->name));
    } else if (const auto* route = item->as<ast::Route>()) {
      model.routes.emplace(std::pair(route->route, route->name), route);
    }
  }
  return model;
}

namespace {

bool runs_by_itself(const ast::Route& route, const catalog::Catalog& catalog, const Options& options, const Model& model) {
  switch (route.route) {
    case ast::RouteKind::request: return route.is_main();
    case ast::RouteKind::reply: return route.name.empty() || route.name == "0";
    case ast::RouteKind::onsend:
    case ast::RouteKind::error:
    case ast::RouteKind::local: return true;
    case ast::RouteKind::branch:
    case ast::RouteKind::failure: return route.name.empty();
    case ast::RouteKind::event: {
      auto owner = route.name.substr(0, route.name.find(':'));
      return owner == "core" || options.assume_modules || (model.loaded(owner) && catalog.own_module(owner) != nullptr);
    }
  }
  return true;
}

}  // namespace

void find_live(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, Model& model) {
  std::unordered_multimap<std::string_view, const ast::Route*> by_name;
  std::vector<const ast::Route*> queue;
  auto reach = [&](const ast::Route* route) {
    if (model.live.insert(route).second) queue.push_back(route);
  };
  auto reach_name = [&](std::string_view name) {
    auto [first, last] = by_name.equal_range(name);
    for (; first != last; ++first) reach(first->second);
  };
  auto reach_kind = [&](ast::RouteKind kind) {
    for (const auto& [key, route] : model.routes)
      if (key.first == kind) reach(route);
  };
  for (const auto* item : script.items())
    if (const auto* route = item->as<ast::Route>()) {
      if (!route->name.empty()) by_name.emplace(route->name, route);
      if (runs_by_itself(*route, catalog, options, model)) reach(route);
    }
  for (const auto* item : script.items()) {
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr || param->value == nullptr || catalog.own_module(param->modules) == nullptr) continue;
    if (const auto* text = param->value->as<ast::String>()) reach_name(text->value);
  }
  auto visit = [&](const ast::Expr& e) {
    if (const auto* call = e.as<ast::RouteCall>()) {
      if (!call->name.empty())
        reach_name(call->name);
      else
        reach_kind(ast::RouteKind::request);
    } else if (const auto* f = e.as<ast::Call>()) {
      for (const auto* argument : f->arguments) {
        if (const auto* text = argument->as<ast::String>()) {
          reach_name(text->value);
          if (f->name == "t_on_branch_failure") reach_name("tm:branch-failure:" + std::string(text->value));
        } else if (const auto* word = argument->as<ast::Identifier>()) {
          reach_name(word->name);
        }
        if (!f->name.starts_with("t_on_")) continue;
        const auto* text = argument->as<ast::String>();
        if (argument->as<ast::Number>() == nullptr && (text == nullptr || !lang::has_pv(text->value))) continue;
        if (f->name == "t_on_failure") reach_kind(ast::RouteKind::failure);
        if (f->name == "t_on_reply") reach_kind(ast::RouteKind::reply);
        if (f->name == "t_on_branch") reach_kind(ast::RouteKind::branch);
      }
    }
  };
  while (!queue.empty()) {
    const auto* route = queue.back();
    queue.pop_back();
    if (route->body != nullptr) walk_expressions(*route->body, visit);
  }
}

}  // namespace kukini::sema
