// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binary expressions: the flat list of operands and operators put in order by how tightly the operators bind.
#include <optional>

#include "lang/syntax/build.hpp"

namespace kukini::lang {
namespace {

using Op = ast::BinaryOp;

struct Operator {
  std::string_view text;
  Op op;
};

constexpr Operator kOperators[] = {
    {"||", Op::logical_or}, {"or", Op::logical_or}, {"&&", Op::logical_and}, {"and", Op::logical_and},
    {"==", Op::equal}, {"!=", Op::not_equal}, {"=~", Op::match}, {"!~", Op::not_match},
    {"eq", Op::eq}, {"ne", Op::ne}, {"ieq", Op::ieq}, {"ine", Op::ine}, {"seq", Op::seq}, {"sne", Op::sne},
    {"<", Op::less}, {"<=", Op::less_equal}, {">", Op::greater}, {">=", Op::greater_equal},
    {"+", Op::add}, {"-", Op::subtract}, {"*", Op::multiply}, {"/", Op::divide}, {"mod", Op::modulo}, {"%", Op::modulo},
    {".", Op::concat}, {"&", Op::bit_and}, {"|", Op::bit_or}, {"^", Op::bit_xor}, {"<<", Op::shift_left}, {">>", Op::shift_right},
};

// Higher binds tighter; equal ones go from left to right. Observed with Kamailio 5.6.3: 2 << 1 == 4 is 2 << (1 == 4), and
// 4 & 6 ^ 2 is 4 & (6 ^ 2).
constexpr int kComparison = 7;
constexpr int kOrder = 8;

int strength(Op op) {
  switch (op) {
    case Op::logical_or: return 1;
    case Op::logical_and: return 2;
    case Op::bit_or: return 3;
    case Op::bit_and: return 4;
    case Op::bit_xor: return 5;
    case Op::shift_left:
    case Op::shift_right: return 6;
    case Op::equal:
    case Op::not_equal:
    case Op::match:
    case Op::not_match:
    case Op::eq:
    case Op::ne:
    case Op::ieq:
    case Op::ine:
    case Op::seq:
    case Op::sne: return kComparison;
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return kOrder;
    case Op::add:
    case Op::subtract:
    case Op::concat: return 9;
    case Op::multiply:
    case Op::divide:
    case Op::modulo: return 10;
  }
  return 0;
}

Op operator_of(std::string_view text) {
  char lower[4] = {};
  for (std::size_t i = 0; i < text.size() && i < 3; ++i) lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
  std::string_view key(lower, std::min<std::size_t>(3, text.size()));
  for (const auto& o : kOperators)
    if (o.text == key) return o.op;
  return Op::equal;
}

// A chain longer than this is no expression of a person; later passes may then recurse over it.
constexpr std::size_t kLongestChain = 1000;

struct Pending {
  Op op;
  Span at;
};

}  // namespace

const ast::Expr* Builder::expression(Cursor node) {
  std::vector<const ast::Expr*> values;
  std::vector<Pending> operators;
  std::size_t count = 0;
  auto reduce = [&] {
    auto* right = values.back();
    values.pop_back();
    auto* left = values.back();
    auto* out = arena_.make<ast::Binary>(left->span.to(right->span));
    out->op = operators.back().op;
    out->op_span = operators.back().at;
    out->left = left;
    out->right = right;
    operators.pop_back();
    values.back() = out;
  };
  // An old operand whose '!' belongs to the whole comparison, waiting for the comparison's other side.
  std::optional<Cursor> negated;
  bool comparing = false;
  for (Cursor child : node) {
    if (child.kind() == Kind::operand) {
      if (comparing) {
        values.push_back(operand(child));
        reduce();
        values.back() = with_unary(*negated, values.back());
        comparing = false;
        negated.reset();
        continue;
      }
      if (negates_comparison(child)) negated = child;
      values.push_back(operand(child, negated.has_value()));
    } else if (child.kind() == Kind::binary_operator) {
      if (++count > kLongestChain) {
        error("syntax-too-deep", child.span(), "more than " + std::to_string(kLongestChain) + " operators in one expression");
        return error_expr(node.span());
      }
      auto op = operator_of(text(child.span()));
      if (negated && strength(op) >= kComparison && strength(op) <= kOrder) {
        comparing = true;
        operators.push_back({op, child.span()});
        continue;
      }
      if (negated) {
        values.back() = with_unary(*negated, values.back());
        negated.reset();
      }
      while (!operators.empty() && strength(operators.back().op) >= strength(op)) reduce();
      operators.push_back({op, child.span()});
    }
  }
  if (negated && !values.empty()) values.back() = with_unary(*negated, values.back());
  while (!operators.empty()) reduce();
  return values.empty() ? error_expr(node.span()) : values.back();
}

}  // namespace kukini::lang
