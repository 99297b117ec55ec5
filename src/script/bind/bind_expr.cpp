// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding expressions.
#include "base/text.hpp"
#include "script/bind/binder.hpp"

namespace kukini::script {

namespace ast = lang::ast;

namespace {

std::optional<std::int64_t> word_number(std::string_view word) {
  for (std::string_view yes : {"yes", "on", "true", "enable"})
    if (base::iequals(word, yes)) return 1;
  for (std::string_view no : {"no", "off", "false", "disable"})
    if (base::iequals(word, no)) return 0;
  return std::nullopt;
}

bool is_ip_operand(CoreOperand o) {
  return o == CoreOperand::src_ip || o == CoreOperand::dst_ip || o == CoreOperand::snd_ip || o == CoreOperand::to_ip;
}
bool is_lower_case_operand(CoreOperand o) {
  return o == CoreOperand::proto || o == CoreOperand::snd_proto || o == CoreOperand::to_proto || o == CoreOperand::af ||
         o == CoreOperand::snd_af;
}

}  // namespace

std::optional<std::string_view> bare_text(const ast::Expr& e) {
  if (const auto* s = e.as<ast::String>()) return s->value;
  if (const auto* n = e.as<ast::Number>()) return n->text;
  if (const auto* i = e.as<ast::Identifier>()) return i->name;
  if (const auto* s = e.as<ast::Socket>()) return s->text;
  if (const auto* ip = e.as<ast::Ip>(); ip != nullptr && ip->mask.empty()) return ip->address;
  if (const auto* r = e.as<ast::Regex>()) return r->pattern;
  if (const auto* o = e.as<ast::Operand>()) return ast::to_string(o->operand);
  return std::nullopt;
}

bool parse_ip_range(std::string_view text, IpRange& out) {
  auto slash = text.find('/');
  auto address = io::Address::parse(base::trim(text.substr(0, slash)));
  if (!address) return false;
  out.address = *address;
  unsigned bits = address->family == io::Family::ipv6 ? 128 : 32;
  out.prefix = bits;
  if (slash == std::string_view::npos) return true;
  auto mask = base::trim(text.substr(slash + 1));
  if (auto n = base::to_number<unsigned>(mask)) {
    out.prefix = *n;
    return *n <= bits;
  }
  auto dotted = io::Address::parse(mask);
  if (!dotted || dotted->family != address->family) return false;
  out.prefix = 0;
  for (auto byte : dotted->bytes) out.prefix += static_cast<unsigned>(__builtin_popcount(byte));
  return true;
}

namespace {
/// A call within an operator is 1 or 0.
class ConditionExpr final : public Expr {
 public:
  explicit ConditionExpr(ExprPtr call) : call_(std::move(call)) {}
  Value eval(Context& c) const override { return Value::integer(call_->integer(c)); }
  std::int64_t integer(Context& c) const override { return call_->integer(c); }

 private:
  ExprPtr call_;
};
}  // namespace

ExprPtr Binder::operand(const ast::Expr* e) {
  auto bound = expr(e);
  if (e == nullptr || (e->kind != ast::ExprKind::call && e->kind != ast::ExprKind::route_call)) return bound;
  if (const auto* call = e->as<ast::Call>(); call != nullptr && call->name == "selval") return bound;
  return std::make_unique<ConditionExpr>(std::move(bound));
}

ExprPtr Binder::nothing() {
  failed_ = true;
  return std::make_unique<ConstantExpr>(Value::null());
}

PvPtr Binder::pv(const ast::Pv& e) {
  auto bound = pvs_.pv(*e.node);
  report(e.span.begin);
  return bound;
}

ExprPtr Binder::expr(const ast::Expr* e) {
  if (e == nullptr) return nothing();
  switch (e->kind) {
    case ast::ExprKind::error: return nothing();
    case ast::ExprKind::number: return std::make_unique<ConstantExpr>(Value::integer(e->as<ast::Number>()->value));
    case ast::ExprKind::string: return text(e->as<ast::String>()->value);
    case ast::ExprKind::pv: {
      auto bound = pv(*e->as<ast::Pv>());
      return bound != nullptr ? std::make_unique<PvExpr>(std::move(bound)) : nothing();
    }
    case ast::ExprKind::identifier: {
      auto name = e->as<ast::Identifier>()->name;
      if (auto n = word_number(name)) return std::make_unique<ConstantExpr>(Value::integer(*n));
      if (auto flag = names_.flags.find(name); flag != names_.flags.end())
        return std::make_unique<ConstantExpr>(Value::integer(flag->second));
      return text(name);
    }
    case ast::ExprKind::select: {
      const auto& s = *e->as<ast::Select>();
      auto written = s.text.starts_with('@') ? s.text.substr(1) : s.text;
      auto bound = pvs_.select(written, 0, static_cast<std::uint32_t>(s.text.size()));
      // One that nobody knows has no value, as in Kamailio; sema has said so.
      if (bound == nullptr && !written.starts_with("@cfg_get") && !written.starts_with("cfg_get")) {
        pvs_.problems.clear();
        return std::make_unique<ConstantExpr>(Value::null());
      }
      report(e->span.begin);
      return bound != nullptr ? std::make_unique<PvExpr>(std::move(bound)) : nothing();
    }
    case ast::ExprKind::call: return call(*e->as<ast::Call>());
    case ast::ExprKind::route_call: return route_call(*e->as<ast::RouteCall>());
    case ast::ExprKind::unary: {
      const auto& u = *e->as<ast::Unary>();
      return make_unary(u.op, operand(u.operand));
    }
    case ast::ExprKind::binary: return binary(*e->as<ast::Binary>());
    case ast::ExprKind::operand: return std::make_unique<OperandExpr>(e->as<ast::Operand>()->operand);
    case ast::ExprKind::assign: return make_assigning(assign(*e->as<ast::AssignExpr>()->assign));
    case ast::ExprKind::ip:
    case ast::ExprKind::socket:
    case ast::ExprKind::regex: return text(bare_text(*e).value_or(script_.text(e->span)));
  }
  return nothing();
}

/// Comparisons that are more than two values: with myself, with networks, with words for protocols. Null: an ordinary one.
ExprPtr Binder::special_comparison(const ast::Binary& e, const ast::Expr& subject, const ast::Expr& other, bool negated) {
  const auto* operand = subject.as<ast::Operand>();
  if (const auto* o = other.as<ast::Operand>(); o != nullptr && o->operand == CoreOperand::myself)
    return make_myself(expr(&subject), negated);
  bool is_match = e.op == BinaryOp::match || e.op == BinaryOp::not_match;
  IpRange range;
  bool against_ip = other.kind == ast::ExprKind::ip;
  if (const auto* s = other.as<ast::String>(); s != nullptr && operand != nullptr && is_ip_operand(operand->operand) && !is_match)
    against_ip = parse_ip_range(s->value, range);
  if (against_ip) {
    const auto* ip = other.as<ast::Ip>();
    if (ip != nullptr && !parse_ip_range(std::string(ip->address) + (ip->mask.empty() ? "" : "/" + std::string(ip->mask)), range)) {
      error("script-bad-address", other.span, "'" + std::string(script_.text(other.span)) + "' is not an address or network");
      return nothing();
    }
    return make_ip_match(expr(&subject), operand != nullptr ? operand->operand : CoreOperand::method, range, negated);
  }
  if (is_match || operand == nullptr) return nullptr;
  if (is_lower_case_operand(operand->operand)) {
    auto word = bare_text(other);
    if (!word) return nullptr;
    std::string lower(*word);
    for (auto& c : lower) c = base::to_lower(c);
    return make_binary(e.op, expr(&subject), text(lower));
  }
  return nullptr;
}

ExprPtr Binder::binary(const ast::Binary& e) {
  bool compares = e.op == BinaryOp::equal || e.op == BinaryOp::not_equal || e.op == BinaryOp::eq || e.op == BinaryOp::ne ||
                  e.op == BinaryOp::match || e.op == BinaryOp::not_match;
  bool negated = e.op == BinaryOp::not_equal || e.op == BinaryOp::ne || e.op == BinaryOp::not_match;
  if (compares && e.left != nullptr && e.right != nullptr) {
    if (auto special = special_comparison(e, *e.left, *e.right, negated)) return special;
    const auto* l = e.left->as<ast::Operand>();
    bool turned = e.left->kind == ast::ExprKind::ip || (l != nullptr && l->operand == CoreOperand::myself);
    if (turned)
      if (auto special = special_comparison(e, *e.right, *e.left, negated)) return special;
  }
  auto left = operand(e.left);
  if (e.right != nullptr && (e.op == BinaryOp::match || e.op == BinaryOp::not_match)) {
    if (e.right->kind == ast::ExprKind::string || e.right->kind == ast::ExprKind::regex) {
      auto compiled = compile_regex(*bare_text(*e.right), RegexUse::test);
      if (!compiled) {
        error("script-bad-regex", e.right->span, compiled.error());
        return nothing();
      }
      return make_match(std::move(left), std::move(*compiled), negated);
    }
  }
  return make_binary(e.op, std::move(left), operand(e.right));
}

}  // namespace kukini::script
