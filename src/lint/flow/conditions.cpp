// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the sides of a condition say.
#include "lint/flow/conditions.hpp"

#include <string>

#include "base/text.hpp"
#include "lang/front_end.hpp"

namespace kukini::lint::flow {
namespace {

using ast::BinaryOp;

bool is_method_operand(const ast::Expr& e) {
  if (const auto* o = e.as<ast::Operand>()) return o->operand == ast::CoreOperand::method;
  if (const auto* pv = e.as<ast::Pv>()) return pv->node->name == "rm" && pv->node->transformations.empty();
  const auto* select = e.as<ast::Select>();
  return select != nullptr && select->text == "@method";
}

bool is_totag_operand(const ast::Expr& e) {
  if (const auto* pv = e.as<ast::Pv>()) return pv->node->name == "tt" && pv->node->transformations.empty();
  const auto* select = e.as<ast::Select>();
  return select != nullptr && select->text == "@to.tag";
}

bool is_code_operand(const ast::Expr& e) {
  if (const auto* o = e.as<ast::Operand>()) return o->operand == ast::CoreOperand::retcode;
  // f() < 0 looks at what f() has just returned.
  if (e.kind == ast::ExprKind::call || e.kind == ast::ExprKind::route_call) return true;
  const auto* pv = e.as<ast::Pv>();
  return pv != nullptr && (pv->node->name == "rc" || pv->node->name == "retcode" || pv->node->name == "?");
}

bool is_null(const ast::Expr& e) {
  const auto* pv = e.as<ast::Pv>();
  return pv != nullptr && pv->node->name == "null";
}

std::string_view word(const ast::Expr& e) {
  if (const auto* s = e.as<ast::String>()) return s->value;
  if (const auto* i = e.as<ast::Identifier>()) return i->name;
  return {};
}

/// Adds the method called `name` to those a condition allows (yes), and to those that surely fulfil it (sure).
void add_method(std::string_view name, Kinds& yes, Kinds& sure) {
  auto m = method_of(name);
  yes |= kinds_of(m);
  if (m != Method::other) sure |= kinds_of(m);
}

void narrow(Kinds may, Kinds sure, State& yes, State& no) {
  yes.kinds &= may;
  no.kinds &= ~sure;
}

/// "INVITE|ACK"; false: something else than names stands there.
bool methods(std::string_view text, Kinds& may, Kinds& sure) {
  if (text.empty()) return false;
  while (true) {
    auto bar = text.find('|');
    auto name = base::trim(text.substr(0, bar));
    if (name.empty()) return false;
    for (char c : name)
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) return false;
    std::string upper(name);
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    add_method(upper, may, sure);
    if (bar == std::string_view::npos) return true;
    text.remove_prefix(bar + 1);
  }
}

/// ^(INVITE|ACK)$ and its like.
bool method_pattern(std::string_view text, Kinds& may, Kinds& sure) {
  std::string plain;
  for (char c : text)
    if (c != '^' && c != '$' && c != '(' && c != ')') plain += c;
  if (!methods(plain, may, sure)) return false;
  // Unanchored, other methods may match too, but only of unknown names.
  return true;
}

void flip(bool negated, State& yes, State& no) {
  if (negated) std::swap(yes, no);
}

bool refine_method(const ast::Binary& b, State& yes, State& no) {
  auto text = word(*b.right);
  Kinds may = 0, sure = 0;
  switch (b.op) {
    case BinaryOp::equal:
    case BinaryOp::not_equal:
    case BinaryOp::eq:
    case BinaryOp::ne:
    case BinaryOp::seq:
    case BinaryOp::sne:
      if (text.empty() || lang::has_pv(text)) return false;
      add_method(text, may, sure);
      break;
    case BinaryOp::match:
    case BinaryOp::not_match:
      if (!method_pattern(text, may, sure)) return false;
      break;
    default: return false;
  }
  narrow(may, sure, yes, no);
  flip(b.op == BinaryOp::not_equal || b.op == BinaryOp::ne || b.op == BinaryOp::sne || b.op == BinaryOp::not_match, yes, no);
  return true;
}

/// Signs of codes that fulfil "code OP value".
bool refine_code(const ast::Binary& b, State& yes, State& no) {
  const auto* number = b.right->as<ast::Number>();
  if (number == nullptr) return false;
  auto v = number->value;
  std::uint8_t may = kAnySign, fails = kAnySign;
  auto equal = [&](std::uint8_t& matches, std::uint8_t& others) {
    matches = static_cast<std::uint8_t>(v > 0 ? kPositive : v < 0 ? kNegative : 0);
    others = kAnySign;
    // 1 and -1 are what nearly all functions return.
    if (v == 1) others = kNegative;
  };
  switch (b.op) {
    case BinaryOp::equal:
    case BinaryOp::eq:
    case BinaryOp::ieq: equal(may, fails); break;
    case BinaryOp::not_equal:
    case BinaryOp::ne:
    case BinaryOp::ine: equal(fails, may); break;
    case BinaryOp::less: v <= 1 ? (may = kNegative, fails = v >= 0 ? kPositive : kAnySign) : 0; break;
    case BinaryOp::less_equal: v <= 0 ? (may = kNegative, fails = v >= -1 ? kPositive : kAnySign) : 0; break;
    case BinaryOp::greater: v >= -1 ? (may = kPositive, fails = v <= 0 ? kNegative : kAnySign) : 0; break;
    case BinaryOp::greater_equal: v >= 0 ? (may = kPositive, fails = v <= 1 ? kNegative : kAnySign) : 0; break;
    default: return false;
  }
  yes.rc &= may;
  no.rc &= fails;
  return true;
}

}  // namespace

bool refine(const ast::Expr& condition, State& yes, State& no) {
  if (is_totag_operand(condition)) {
    narrow(kDialogKinds, kDialogKinds, yes, no);
    return true;
  }
  if (is_code_operand(condition)) {
    yes.rc &= kPositive;
    no.rc &= kNegative;
    return true;
  }
  if (const auto* u = condition.as<ast::Unary>()) {
    if (!is_totag_operand(*u->operand) || (u->op != ast::UnaryOp::defined && u->op != ast::UnaryOp::strempty)) return false;
    narrow(kDialogKinds, kDialogKinds, yes, no);
    flip(u->op == ast::UnaryOp::strempty, yes, no);
    return true;
  }
  const auto* b = condition.as<ast::Binary>();
  if (b == nullptr) return false;
  if (is_method_operand(*b->left)) return refine_method(*b, yes, no);
  if (is_code_operand(*b->left)) return refine_code(*b, yes, no);
  if (is_totag_operand(*b->left)) {
    const auto* text = b->right->as<ast::String>();
    if (!is_null(*b->right) && (text == nullptr || !text->value.empty())) return false;
    bool is = b->op == BinaryOp::equal || b->op == BinaryOp::eq || b->op == BinaryOp::seq;
    if (!is && b->op != BinaryOp::not_equal && b->op != BinaryOp::ne && b->op != BinaryOp::sne) return false;
    narrow(kFreshKinds, kFreshKinds, yes, no);
    flip(!is, yes, no);
    return true;
  }
  return false;
}

void refine_call(const ast::Call& call, State& yes, State& no) {
  if (call.name == "is_method" && call.arguments.size() == 1) {
    Kinds may = 0, sure = 0;
    if (methods(word(*call.arguments[0]), may, sure)) narrow(may, sure, yes, no);
  } else if (call.name == "has_totag") {
    narrow(kDialogKinds, kDialogKinds, yes, no);
  } else if (call.name == "t_relay_cancel" || call.name == "t_lookup_cancel") {
    yes.kinds &= kinds_of(Method::cancel);
  }
}

bool refine_case(const ast::Expr& subject, const ast::Case& one, State& taken, State& rest) {
  if (one.value == nullptr) return false;
  if (is_method_operand(subject)) {
    Kinds may = 0, sure = 0;
    if (const auto* regex = one.value->as<ast::Regex>()) {
      if (!method_pattern(regex->pattern, may, sure)) return false;
    } else {
      auto text = word(*one.value);
      if (text.empty()) return false;
      add_method(text, may, sure);
    }
    narrow(may, sure, taken, rest);
    return true;
  }
  if (is_code_operand(subject)) {
    const auto* number = one.value->as<ast::Number>();
    if (number == nullptr) return false;
    taken.rc &= number->value > 0 ? kPositive : kNegative;
    if (number->value == 1) rest.rc &= kNegative;
    return true;
  }
  return false;
}

}  // namespace kukini::lint::flow
