// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    const auto* operand = b.left->as<ast::Operand>();
    if (operand == nullptr || b.right->kind == ast::ExprKind::identifier) return;
    bool text = b.right->kind == ast::ExprKind::string;
    std::string_view variable;
    bool safe = true;
    switch (operand->operand) {
      // The operand compares methods whatever their letter case.
      case ast::CoreOperand::method: variable = text ? "$rm" : ""; safe = false; break;
      case ast::CoreOperand::status: variable = "$rs"; break;
      case ast::CoreOperand::retcode: variable = text ? "" : "$rc"; break;
      case ast::CoreOperand::msg_len: variable = text ? "" : "$ml"; break;
      case ast::CoreOperand::src_port: variable = text ? "" : "$sp"; break;
      default: break;
    }
    if (variable.empty() || b.right->kind == ast::ExprKind::operand) return;
    auto& d = context.report(operand->span, std::string(ast::to_string(operand->operand)) + " is of the old language").with_hint("write " + std::string(variable));
    // The variables belong to a module.
    if (context.loaded("pv")) context.fix(d, "write " + std::string(variable), safe, operand->span, std::string(variable));
  });
}

}  // namespace

extern const Rule kRule_legacy_operand;
const Rule kRule_legacy_operand = {"legacy-operand", Group::style, diag::Severity::note, "an operand of the old language where a variable does",
                                   check, true, false};

}  // namespace kukini::lint
