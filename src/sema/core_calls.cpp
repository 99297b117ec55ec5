// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Functions of the core whose arguments are names that the script declares: flags of AVPs, groups of variables.
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

string_view word_of(const ast::Expr& e) {
  if (const auto* word = e.as<ast::Identifier>()) return word->name;
  if (const auto* text = e.as<ast::String>()) return text->value;
  return {};
}

}  // namespace

void Checker::check_avp_flag(const ast::Call& call) {
  const auto &name = *call.arguments[0], &flag = *call.arguments[1];
  if (name.kind != ast::ExprKind::string && name.kind != ast::ExprKind::error)
    error(code::kArgumentKind, name.span, "argument 1 of " + std::string(call.name) + "() is the name of an AVP")
        .with_hint("write it in quotes: " + std::string(call.name) + "(\"name\", \"flag\")");
  if (flag.kind == ast::ExprKind::error) return;
  auto word = word_of(flag);
  if (model_.avp_flags.contains(word) || missing_include_ || passed_over_) return;
  std::vector<string_view> names(model_.avp_flags.begin(), model_.avp_flags.end());
  auto near = suggestion(word, names);
  error(code::kUnknownFlag, flag.span, "flag " + quoted(word.empty() ? script_.text(flag.span) : word) + " of AVPs is not declared")
      .with_hint(!near.empty() ? near : "declare it: avpflags " + std::string(word.empty() ? "name" : word) + ";");
}

void Checker::check_group(const ast::Call& call) {
  const auto& argument = *call.arguments[0];
  if (argument.kind == ast::ExprKind::error || missing_include_ || passed_over_) return;
  auto group = word_of(argument);
  if (!group.empty()) {
    if (!owner_of_group(group).empty()) return;
    auto at = model_.custom.lower_bound(std::string(group) + ".");
    if (at != model_.custom.end() && at->starts_with(std::string(group) + ".")) return;
  }
  std::vector<string_view> names;
  for (const auto& full : model_.custom) names.push_back(string_view(full).substr(0, full.find('.')));
  error(code::kUndeclaredVariable, argument.span, group.empty() ? std::string(call.name) + "() takes the name of a group of variables, in quotes"
                                                                 : "there is no group " + quoted(group) + " of variables")
      .with_hint(suggestion(group, names));
}

}  // namespace kukini::sema
