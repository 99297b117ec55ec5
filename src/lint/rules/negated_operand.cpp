// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    if (b.op < ast::BinaryOp::equal || b.op > ast::BinaryOp::greater_equal || b.left->parenthesized) return;
    const auto* negation = b.left->as<ast::Unary>();
    if (negation == nullptr || negation->op != ast::UnaryOp::logical_not || negation->operand->parenthesized) return;
    if (negation->operand->kind != ast::ExprKind::pv && negation->operand->kind != ast::ExprKind::select) return;
    auto whole = b.left->span.to(b.right->span);
    auto inner = negation->operand->span.to(b.right->span);
    bool refused = b.right->kind == ast::ExprKind::string;
    auto& d = context.report(whole, std::string("! binds to the left side only") + (refused ? "; Kamailio refuses to compare the rest" : ""));
    if (!refused) d.severity = diag::Severity::warning;
    auto text = "!(" + std::string(context.script().text(inner)) + ")";
    d.with_hint("write " + text);
    context.fix(d, "write " + text, false, whole, text);
  });
}

}  // namespace

extern const Rule kRule_negated_operand;
const Rule kRule_negated_operand = {"negated-operand", Group::values, diag::Severity::error, "a ! that belongs to one side of a comparison only",
                                    check, true};

}  // namespace kukini::lint
