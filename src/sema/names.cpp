// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of bare words where a value must stand: most often a define that was never made, or text without its quotes.
#include <algorithm>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

// Words that are numbers.
bool is_value_word(string_view word) {
  for (string_view w : {"yes", "no", "on", "off", "true", "false", "enable", "disable", "inet", "inet6", "ipv4", "ipv6"})
    if (base::iequals(w, word)) return true;
  return false;
}

}  // namespace

void Checker::check_bare_word(const ast::Expr* e) {
  const auto* word = e != nullptr ? e->as<ast::Identifier>() : nullptr;
  if (word == nullptr || is_value_word(word->name) || model_.flags.contains(word->name) || missing_include_) return;
  auto& d = error(code::kUndefinedName, word->span, quoted(word->name) + " is no define that holds here, and no value");
  std::vector<string_view> names;
  for (const auto& [name, value] : script_.defines()) names.push_back(name);
  auto near = suggestion(word->name, names);
  bool function = !catalog_.functions(word->name).empty() || !catalog_.own_functions(word->name).empty();
  d.with_hint(base::iequals(word->name, "null") ? "write $null"
              : !near.empty()                   ? near
              : function                        ? "to call the function, write " + std::string(word->name) + "()"
              : !script_.missing_imports().empty() ? not_defined(word->name)
                                                   : "text stands in quotes");
}

std::string Checker::not_defined(string_view word) const {
  if (!script_.missing_imports().empty()) return "is it made in " + script_.missing_imports().front() + ", which is imported and is not there?";
  return std::string(word) + " is no define that holds here";
}

// The arguments of functions of modules; those of the core take names of hosts, protocols and flags as they are. A function that is not
// known may take words, too, and was reported.
void Checker::check_bare_arguments(const ast::Call& call) {
  auto facts = catalog_.functions(call.name);
  auto own = catalog_.own_functions(call.name);
  for (const auto& fact : facts)
    if (fact.module == "core") return;
  for (const auto& function : own)
    for (const auto& argument : function.decl->args)
      if (argument.kind == manifest::ArgKind::flag) return;  // check_flag() has looked at it
  if (facts.empty() && own.empty()) return;
  for (const auto* argument : call.arguments) check_bare_word(argument);
}

// selval(condition, value, value), an operator that looks like a call.
void Checker::check_selval(const ast::Call& call) {
  if (call.arguments.size() != 3) return report_count(call, {1u << 3});
  for (const auto& fact : catalog_.facts().operators)
    if (fact.name == call.name && !in_target(fact.releases)) return report_target("selval()", fact.releases, call.name_span, nullptr);
}

void Checker::check_bare_words(const ast::Expr& e) {
  if (const auto* call = e.as<ast::Call>()) return check_bare_arguments(*call);
  if (const auto* unary = e.as<ast::Unary>()) return check_bare_word(unary->operand);
  const auto* binary = e.as<ast::Binary>();
  if (binary == nullptr) return;
  // method == INVITE, proto == UDP, src_ip == gateway
  if (binary->left->kind == ast::ExprKind::operand || binary->right->kind == ast::ExprKind::operand) return;
  check_bare_word(binary->left);
  check_bare_word(binary->right);
}

void Checker::check_bare_words(const ast::Stmt& s) {
  switch (s.kind) {
    case ast::StmtKind::if_: return check_bare_word(s.as<ast::If>()->condition);
    case ast::StmtKind::while_: return check_bare_word(s.as<ast::While>()->condition);
    case ast::StmtKind::switch_:
      check_bare_word(s.as<ast::Switch>()->subject);
      for (const auto& c : s.as<ast::Switch>()->cases) check_bare_word(c.value);
      return;
    case ast::StmtKind::return_: return check_bare_word(s.as<ast::Return>()->value);
    case ast::StmtKind::assign: return check_bare_word(s.as<ast::Assign>()->value);
    default: return;
  }
}

}  // namespace kukini::sema
