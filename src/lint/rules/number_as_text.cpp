// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

constexpr std::string_view kNumbers[] = {"rs", "rc", "sp", "Rp", "rp", "ml", "T_reply_code", "T_branch_idx", "DLG_count", "bs", "pid", "cs"};

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    if (b.op != ast::BinaryOp::equal && b.op != ast::BinaryOp::not_equal) return;
    const auto* pv = b.left->as<ast::Pv>();
    auto text = constant_text(b.right);
    if (pv == nullptr || !text || !pv->node->transformations.empty()) return;
    bool number = std::find(std::begin(kNumbers), std::end(kNumbers), pv->node->name) != std::end(kNumbers);
    if (!number || !base::to_number(*text) || std::to_string(*base::to_number(*text)) != *text) return;
    auto& d = context.report(b.right->span, std::string(pv->node->text) + " is a number").with_hint("write it without quotes");
    context.fix(d, "remove the quotes", true, b.right->span, std::string(*text));
  });
}

}  // namespace

extern const Rule kRule_number_as_text;
const Rule kRule_number_as_text = {"number-as-text", Group::style, diag::Severity::note, "a number is compared as a text",
                                   check, true, false};

}  // namespace kukini::lint
