// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    bool equal = b.op == ast::BinaryOp::equal || b.op == ast::BinaryOp::not_equal;
    auto text = constant_text(b.right);
    if (!equal || !text || b.left->kind != ast::ExprKind::pv) return;
    if (!base::iequals(*text, "<null>") && !base::iequals(*text, "$null") && *text != "null" && *text != "NULL") return;
    auto& d = context.report(b.right->span, "a variable without a value does not equal the text \"" + std::string(*text) + "\"");
    d.with_hint("compare with $null");
    context.fix(d, "write $null", false, b.right->span, "$null");
  });
}

}  // namespace

extern const Rule kRule_null_text;
const Rule kRule_null_text = {"null-text", Group::values, diag::Severity::warning, "a comparison with the text of no value", check};

}  // namespace kukini::lint
