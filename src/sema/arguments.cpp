// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of the arguments of calls against the kinds that functions declare.
#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

// A text that a number is read from: digits, or something evaluated later.
bool may_be_integer(string_view text) {
  auto t = base::trim(text);
  if (t.empty() || lang::has_pv(t) || t.front() == '@') return true;
  if (t.front() == '-' || t.front() == '+') t.remove_prefix(1);
  if (t.starts_with("0x") || t.starts_with("0X")) return t.find_first_not_of("0123456789abcdefABCDEF", 2) == string_view::npos;
  return !t.empty() && t.find_first_not_of("0123456789") == string_view::npos;
}

}  // namespace

void Checker::check_integer(const ast::Call& call, std::size_t index, string_view name) {
  const auto& argument = *call.arguments[index];
  const auto* text = argument.as<ast::String>();
  if (text == nullptr) return;
  if (may_be_integer(text->value)) {
    if (lang::has_pv(text->value)) check_format(*text);
    return;
  }
  error(code::kArgumentKind, argument.span,
        "argument " + std::to_string(index + 1) + (name.empty() ? "" : " (" + std::string(name) + ")") + " of " +
            std::string(call.name) + "() is a number");
}

void Checker::check_flag(const ast::Expr& argument, bool) {
  if (const auto* number = argument.as<ast::Number>()) {
    if (number->value < 0 || number->value > 31) error(code::kUnknownFlag, number->span, "flags are numbers from 0 to 31");
    return;
  }
  string_view name;
  if (const auto* word = argument.as<ast::Identifier>()) name = word->name;
  if (const auto* text = argument.as<ast::String>()) name = text->value;
  if (name.empty() || lang::has_pv(name) || base::is_digit(name.front()) || model_.flags.contains(name)) return;
  if (missing_include_ || passed_over_) return;  // it may be declared there
  std::vector<string_view> names(model_.flags.begin(), model_.flags.end());
  auto& d = error(code::kUnknownFlag, argument.span, "flag " + quoted(name) + " is not declared");
  auto near = suggestion(name, names);
  d.with_hint(near.empty() ? "declare it: flags " + std::string(name) + ";" : near);
}

void Checker::check_argument(const ast::Call& call, std::size_t index, const manifest::Arg& decl) {
  using manifest::ArgKind;
  const auto& argument = *call.arguments[index];
  const auto* text = argument.as<ast::String>();
  auto armed = [&](ast::RouteKind kind) {
    if (text != nullptr) check_armed(kind, text->value, text->span);
    if (const auto* word = argument.as<ast::Identifier>()) check_armed(kind, word->name, word->span);
    if (const auto* number = argument.as<ast::Number>()) check_armed(kind, number->text, number->span);
  };
  switch (decl.kind) {
    case ArgKind::integer: check_integer(call, index, decl.name); break;
    case ArgKind::string:
    case ArgKind::format:
    case ArgKind::any:
      if (text != nullptr) check_format(*text);
      break;
    case ArgKind::literal: break;
    case ArgKind::pv:
      if (text != nullptr) {
        check_pv_text(*text, false);
      } else if (argument.kind != ast::ExprKind::pv && argument.kind != ast::ExprKind::error) {
        error(code::kArgumentKind, argument.span,
              "argument " + std::to_string(index + 1) + " (" + std::string(decl.name) + ") of " + std::string(call.name) +
                  "() is a pseudo-variable");
      }
      break;
    case ArgKind::regex:
      if (text != nullptr && !lang::has_pv(text->value)) check_regex(text->value, text->span);
      break;
    case ArgKind::flag: check_flag(argument, false); break;
    case ArgKind::route:
      if (text != nullptr && !lang::has_pv(text->value) && model_.route(ast::RouteKind::request, text->value) == nullptr && !missing_include_ &&
          !swallowed(text->value))
        error(code::kUnknownRoute, text->span, "there is no route[" + std::string(text->value) + "]")
            .with_hint(suggestion(text->value, model_.route_names(ast::RouteKind::request)));
      break;
    case ArgKind::failure_route: armed(ast::RouteKind::failure); break;
    case ArgKind::onreply_route: armed(ast::RouteKind::reply); break;
    case ArgKind::branch_route: armed(ast::RouteKind::branch); break;
    case ArgKind::branch_failure_route: armed(ast::RouteKind::event); break;
  }
}

void Checker::check_known_argument(const ast::Call& call, std::size_t index, string_view kind) {
  const auto& argument = *call.arguments[index];
  const auto* text = argument.as<ast::String>();
  if (text == nullptr) return;
  if (call.name == "t_on_failure") check_armed(ast::RouteKind::failure, text->value, text->span);
  if (call.name == "t_on_reply") check_armed(ast::RouteKind::reply, text->value, text->span);
  if (call.name == "t_on_branch") check_armed(ast::RouteKind::branch, text->value, text->span);
  if (kind == "int") check_integer(call, index, {});
  if (kind == "str") check_format(*text);
  if (kind == "pvar") check_pv_text(*text, false);
}

}  // namespace kukini::sema
