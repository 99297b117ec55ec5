// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

bool is_source(const ast::Expr* e) {
  if (const auto* operand = e->as<ast::Operand>()) return operand->operand == ast::CoreOperand::src_ip;
  const auto* pv = e->as<ast::Pv>();
  return pv != nullptr && pv->node->transformations.empty() && pv->node->name == "si";
}

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    if ((b.op != ast::BinaryOp::match && b.op != ast::BinaryOp::not_match) || !is_source(b.left)) return;
    auto pattern = constant_text(b.right);
    if (!pattern || pattern->empty() || !base::is_digit(pattern->front())) return;
    bool open_end = base::is_digit(pattern->back());
    context.report(b.right->span, "without ^ this also matches addresses that have it in their middle")
        .with_hint("write \"^" + std::string(*pattern) + (open_end ? "$" : "") + "\"");
  });
}

}  // namespace

extern const Rule kRule_regex_unanchored_address;
const Rule kRule_regex_unanchored_address = {"regex-unanchored-address", Group::security, diag::Severity::warning, "an address is compared without ^ before it",
                                             check};

}  // namespace kukini::lint
