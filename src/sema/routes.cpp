// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of route blocks: names that come twice, targets that do not exist; the walk through their statements.
#include "sema/checker.hpp"
#include "sema/walk.hpp"

namespace kukini::sema {
namespace {

Place place_of(const ast::Route& route) {
  using manifest::RouteKind;
  Place place{&route, manifest::kRequest, false, true};
  switch (route.route) {
    case ast::RouteKind::request: break;
    case ast::RouteKind::reply:
      place.needs = route.name.empty() || route.name == "0" ? RouteKind::kOnreplyCore : RouteKind::kOnreply;
      break;
    case ast::RouteKind::failure: place.needs = manifest::kFailure; break;
    case ast::RouteKind::branch: place.needs = manifest::kBranch; break;
    case ast::RouteKind::onsend: place.needs = manifest::kOnsend; break;
    case ast::RouteKind::error: place.needs = manifest::kError; break;
    case ast::RouteKind::local: place.needs = manifest::kLocal; break;
    case ast::RouteKind::event:
      place.needs = manifest::kEvent;
      place.event = true;
      break;
  }
  return place;
}

std::string title(const ast::Route& route) {
  return std::string(route.keyword) + (route.name.empty() ? "" : "[" + std::string(route.name) + "]");
}

}  // namespace

void Checker::check_routes() {
  for (const auto* item : script_.items()) {
    const auto* route = item->as<ast::Route>();
    if (enough()) return;
    if (route == nullptr) continue;
    const auto* first = model_.route(route->route, route->name);
    // Blocks without a name that come twice are one block, in order.
    if (first != route && !route->name.empty())
      error(code::kDuplicateRoute, route->name_span, title(*route) + " stands here for the second time")
          .with_note(script_.locate(first->name_span), "the first one");
    if (route->route == ast::RouteKind::event && target_ == 0 && !options_.assume_modules && options_.warnings) check_event(*route);
    if (route->route == ast::RouteKind::event && target_ != 0) check_event_for_target(*route);
    if (route->body != nullptr) check_route_body(*route);
  }
}

namespace {
/// `pattern` may end in '*'.
bool event_matches(string_view pattern, string_view name) {
  return pattern.size() > 1 && pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == name;
}
}  // namespace

// Events that Kamailio raises and Kukini does not, of modules that it has.
void Checker::check_event(const ast::Route& route) {
  for (const auto& fact : catalog_.facts().events) {
    if (!event_matches(fact.name, route.name) || !model_.loaded(fact.module)) continue;
    const auto* own = fact.module == "core" ? catalog_.core() : catalog_.own_module(fact.module);
    if (own == nullptr) return;
    for (const auto& event : own->events)
      if (event_matches(event.name, route.name)) return;
    ++summary_.missing.try_emplace(std::string(fact.module), 0).first->second;
    warning(code::kFunctionNotProvided, route.name_span, title(route) + " is not run by Kukini yet");
    return;
  }
}

void Checker::check_event_for_target(const ast::Route& route) {
  catalog::ReleaseMask releases = 0;
  for (const auto& event : catalog_.facts().events)
    if (event_matches(event.name, route.name)) releases |= event.releases;
  if (releases != 0 && !in_target(releases)) report_target(title(route), releases, route.name_span, nullptr);
}

void Checker::check_route_body(const ast::Route& route) {
  place_ = place_of(route);
  place_.live = model_.live.contains(&route);
  walk(
      route.body,
      [&](const ast::Stmt& s) {
        if (!enough()) check_statement(s);
      },
      [&](const ast::Expr& e) {
        if (!enough()) check_expression(e);
      });
  place_ = {};
}

void Checker::check_statement(const ast::Stmt& statement) {
  check_bare_words(statement);
  if (const auto* s = statement.as<ast::Switch>()) check_switch(*s);
  if (const auto* assign = statement.as<ast::Assign>()) {
    check_assignment(*assign);
  } else if (const auto* call = statement.as<ast::CallStmt>()) {
    auto kind = call->call->kind;
    if (kind != ast::ExprKind::call && kind != ast::ExprKind::route_call && kind != ast::ExprKind::error && !reported(statement.span))
      error(code::kNoEffect, statement.span, "this does nothing").with_hint("a statement is a call, an assignment or a block");
  }
}

namespace {
/// Both sides; + joins texts and so is none of them.
bool takes_numbers(ast::BinaryOp op) {
  using enum ast::BinaryOp;
  return op == logical_or || op == logical_and || op == subtract || op == multiply || op == divide || op == modulo || op >= bit_and;
}
}  // namespace

void Checker::check_number(const ast::Expr& operand, bool condition) {
  if (const auto* text = operand.as<ast::String>(); text != nullptr && !text->span.empty())
    error(code::kTextForNumber, text->span, "a text cannot be a number or a condition").with_hint(condition ? "'=' assigns; to compare with a text write '=='" : "a number stands without quotes; (int)\"5\" makes one of a text");
}

void Checker::check_expression(const ast::Expr& e) {
  if (&e == assigned_) return;  // judged with its assignment
  check_bare_words(e);
  switch (e.kind) {
    case ast::ExprKind::call: check_call(*e.as<ast::Call>()); break;
    case ast::ExprKind::assign: check_assignment(*e.as<ast::AssignExpr>()->assign); break;
    case ast::ExprKind::route_call: check_route_call(*e.as<ast::RouteCall>()); break;
    case ast::ExprKind::pv:
      if (const auto* pv = e.as<ast::Pv>(); pv->node != nullptr) check_variable(*pv->node, {nullptr, pv->span.begin}, false);
      break;
    case ast::ExprKind::select: check_select(*e.as<ast::Select>()); break;
    case ast::ExprKind::regex: check_regex(e.as<ast::Regex>()->pattern, e.span); break;
    case ast::ExprKind::unary:
      if (const auto* u = e.as<ast::Unary>(); u->op == ast::UnaryOp::logical_not) check_number(*u->operand, true);
      break;
    case ast::ExprKind::binary: {
      const auto* b = e.as<ast::Binary>();
      if (takes_numbers(b->op))
        for (const auto* side : {b->left, b->right})
          check_number(*side, b->op == ast::BinaryOp::logical_or || b->op == ast::BinaryOp::logical_and);
      if (b->op != ast::BinaryOp::match && b->op != ast::BinaryOp::not_match) break;
      if (const auto* text = b->right->as<ast::String>()) check_regex(text->value, text->span);
      break;
    }
    default: break;
  }
}

void Checker::check_route_call(const ast::RouteCall& call) {
  if (call.name.empty() || missing_include_ || model_.route(ast::RouteKind::request, call.name) != nullptr || swallowed(call.name)) return;
  if (call.name == "0" && model_.route(ast::RouteKind::request, "") != nullptr) return;
  auto& d = error(code::kUnknownRoute, call.name_span, "there is no route[" + std::string(call.name) + "]");
  suggest(d, call.name_span, call.name, model_.route_names(ast::RouteKind::request));
  for (auto kind : {ast::RouteKind::failure, ast::RouteKind::reply, ast::RouteKind::branch})
    if (const auto* other = model_.route(kind, call.name))
      d.with_note(script_.locate(other->name_span), "a block of this name, but route() does not call this kind");
}

void Checker::check_armed(ast::RouteKind kind, string_view name, lang::Span at) {
  if (name.empty() || name == "0" || lang::has_pv(name) || !options_.warnings || missing_include_) return;
  string_view keyword = kind == ast::RouteKind::failure ? "failure_route"
                        : kind == ast::RouteKind::reply ? "onreply_route"
                        : kind == ast::RouteKind::event ? "event_route"
                                                        : "branch_route";
  std::string full = kind == ast::RouteKind::event ? "tm:branch-failure:" + std::string(name) : std::string(name);
  if (model_.route(kind, full) != nullptr || swallowed(full)) return;
  suggest(warning(code::kUnarmedRoute, at, "there is no " + std::string(keyword) + "[" + full + "]; nothing will run"), at, name,
          model_.route_names(kind));
}

}  // namespace kukini::sema
