// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// Blocks that something runs, be it only with another define or another module, and all that they call or arm.
class Reached {
 public:
  explicit Reached(Context& context) : context_(context) {
    for (const auto* item : context_.script().items()) {
      const auto* param = item->as<ast::ModParam>();
      if (auto text = param != nullptr ? text_of(param->value) : std::nullopt) params_.append(*text).append("\n");
    }
    for (const auto* route : context.routes()) by_name_.emplace(route->name, route);
    for (const auto* route : context.routes())
      if (starts(*route)) add(route);
    while (!queue_.empty()) {
      const auto* route = queue_.back();
      queue_.pop_back();
      if (route->body != nullptr) sema::walk_expressions(*route->body, [this](const ast::Expr& e) { visit(e); });
    }
  }
  bool contains(const ast::Route* route) const { return set_.contains(route); }

 private:
  bool starts(const ast::Route& route) const {
    if (route.route == ast::RouteKind::event || context_.model().live.contains(&route) || context_.mentioned_in_inactive(route.name)) return true;
    // "timer=ta;route=NAME": parameters of many forms name blocks.
    return !route.name.empty() && params_.find(route.name) != params_.npos;
  }
  void add(const ast::Route* route) {
    if (set_.insert(route).second) queue_.push_back(route);
  }
  void add_name(std::string_view name, bool prefix = false) {
    if (name.empty()) return;
    for (auto at = by_name_.lower_bound(name); at != by_name_.end() && (prefix ? at->first.starts_with(name) : at->first == name); ++at) add(at->second);
  }
  void visit(const ast::Expr& e) {
    if (const auto* call = e.as<ast::RouteCall>()) {
      add_name(call->name);
      if (!call->name.empty() || any_called_) return;
      any_called_ = true;
      for (const auto* route : context_.routes())
        if (route->route == ast::RouteKind::request) add(route);
    } else if (const auto* f = e.as<ast::Call>()) {
      // A function that nobody knows may run blocks as well, by the beginning of their names.
      bool unknown = context_.catalog().functions(f->name).empty() && context_.catalog().own_functions(f->name).empty();
      for (const auto* argument : f->arguments) {
        if (auto text = text_of(argument)) add_name(*text, unknown && !text->empty());
        else if (f->name.starts_with("t_on_")) add_name(context_.script().text(argument->span));
      }
    }
  }

  Context& context_;
  std::multimap<std::string_view, const ast::Route*> by_name_;
  std::string params_;
  /// A route() whose name is computed may call any block.
  bool any_called_ = false;
  std::unordered_set<const ast::Route*> set_;
  std::vector<const ast::Route*> queue_;
};

void check(Context& context) {
  if (has_unread_include(context, true)) return;
  // Blocks beside a script in another language may stand there for what loading them does.
  for (const auto* item : context.script().items())
    if (item->as<ast::CfgEngine>() != nullptr) return;
  Reached reached(context);
  for (const auto* route : context.routes()) {
    if (route->is_main() || route->name.empty() || reached.contains(route)) continue;
    context.report(route->name_span, std::string(route->keyword) + "[" + std::string(route->name) + "] is never run")
        .with_hint("call it, or remove the block");
  }
}

}  // namespace

extern const Rule kRule_unused_route;
const Rule kRule_unused_route = {"unused-route", Group::routes, diag::Severity::warning, "a route block that nothing runs", check};

}  // namespace kukini::lint
