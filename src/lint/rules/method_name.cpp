// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/sip_names.hpp"

namespace kukini::lint {
namespace {

/// `exact`: letter case counts, as it does for $rm, but not for is_method() and the old operand.
void judge(Context& context, const ast::String& literal, std::string_view name, bool exact) {
  if (name.empty() || is_sip_method(name) || base::is_digit(name.front())) return;
  auto at = place_of(literal, name);
  if (name.find_first_of(" \t") != name.npos) {
    context.report(at, "methods are separated by |").severity = diag::Severity::error;
    return;
  }
  auto meant = diag::did_you_mean(name, sip_methods());
  bool letters = base::iequals(meant, name);
  if (meant.empty() || (letters && !exact)) return;
  auto& d = context.report(at, letters ? "methods are upper case: " + std::string(meant) : "'" + std::string(name) + "' is no SIP method");
  if (!letters) d.with_hint("did you mean " + std::string(meant) + "?");
  if (context.script().text(at) == name) context.fix(d, "write " + std::string(meant), letters, at, std::string(meant));
}

/// method, $rm, $cs's method: what holds a method.
bool holds_method(const ast::Expr* e) {
  if (const auto* operand = e->as<ast::Operand>()) return operand->operand == ast::CoreOperand::method;
  const auto* pv = e->as<ast::Pv>();
  return pv != nullptr && (pv->node->name == "rm" || pv->node->name == "rmid") && pv->node->transformations.empty();
}

void judge_all(Context& context, const ast::Expr* e, bool exact) {
  const auto* literal = e != nullptr ? e->as<ast::String>() : nullptr;
  if (literal == nullptr || lang::has_pv(literal->value)) return;
  for (auto part : split(literal->value, '|'))
    for (auto name : split(part, ',')) judge(context, *literal, name, exact);
}

void check(Context& context) {
  for (const auto& site : context.calls("is_method")) judge_all(context, argument(*site.call, 0), false);
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    bool compares = b.op == ast::BinaryOp::equal || b.op == ast::BinaryOp::not_equal || b.op == ast::BinaryOp::eq || b.op == ast::BinaryOp::ne ||
                    b.op == ast::BinaryOp::seq || b.op == ast::BinaryOp::sne;
    if (compares && holds_method(b.left)) judge_all(context, b.right, b.left->kind == ast::ExprKind::pv);
  });
  each_statement(context, [&](const ast::Stmt& s, const ast::Route&) {
    const auto* choice = s.as<ast::Switch>();
    if (choice == nullptr || !holds_method(choice->subject)) return;
    for (const auto& c : choice->cases) judge_all(context, c.value, choice->subject->kind == ast::ExprKind::pv);
  });
}

}  // namespace

extern const Rule kRule_method_name;
const Rule kRule_method_name = {"method-name", Group::values, diag::Severity::warning, "a method that is misspelt", check, true};

}  // namespace kukini::lint
