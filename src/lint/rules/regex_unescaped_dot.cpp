// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// $si, src_ip and other things that hold an address.
bool is_address(const ast::Expr* e) {
  if (const auto* operand = e->as<ast::Operand>())
    return operand->operand == ast::CoreOperand::src_ip || operand->operand == ast::CoreOperand::dst_ip || operand->operand == ast::CoreOperand::to_ip;
  const auto* pv = e->as<ast::Pv>();
  if (pv == nullptr || !pv->node->transformations.empty()) return false;
  for (std::string_view name : {"si", "siz", "Ri", "fd", "td", "rd", "dd", "sut"})
    if (pv->node->name == name) return true;
  return false;
}

/// Escapes the dots between digits; the same text when there is none, or brackets make it unclear.
std::string escaped(std::string_view pattern, bool quotes) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    bool wild = i + 1 < pattern.size() && std::string_view("*+?{").find(pattern[i + 1]) != std::string_view::npos;
    if (pattern[i] == '.' && i > 0 && base::is_digit(pattern[i - 1]) && !wild) out += quotes ? "\\." : "[.]";
    else out += pattern[i];
    if (pattern[i] == '[') return std::string(pattern);
  }
  return out;
}

int dots(std::string_view pattern) {
  int n = 0;
  for (std::size_t i = 1; i + 1 < pattern.size(); ++i) n += pattern[i] == '.' && base::is_digit(pattern[i - 1]) && base::is_digit(pattern[i + 1]);
  return n;
}

void check(Context& context) {
  each_binary(context, [&](const ast::Binary& b, const ast::Route&) {
    if ((b.op != ast::BinaryOp::match && b.op != ast::BinaryOp::not_match) || !is_address(b.left)) return;
    const auto* text = b.right->as<ast::String>();
    if (text == nullptr || lang::has_pv(text->value) || dots(text->value) < 1) return;
    auto better = escaped(text->value, true);
    if (better == text->value) return;
    auto& d = context.report(text->span, "a dot of a regular expression stands for any character");
    auto written = escaped(text->value, false);
    d.with_hint("write [.] for a dot: \"" + written + "\"");
    if (text->parts.size() == 1 && text->parts[0].plain) context.fix(d, "write [.] for the dots", false, text->span, "\"" + written + "\"");
  });
}

}  // namespace

extern const Rule kRule_regex_unescaped_dot;
const Rule kRule_regex_unescaped_dot = {"regex-unescaped-dot", Group::values, diag::Severity::warning, "an address as a regular expression with bare dots",
                                        check, true};

}  // namespace kukini::lint
