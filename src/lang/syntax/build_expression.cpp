// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Operands of expressions: unary operators, calls, route calls, names.
#include <algorithm>

#include "base/text.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {
namespace {

using Operand = ast::CoreOperand;

struct OperandName {
  std::string_view name;
  Operand operand;
};

constexpr OperandName kOperands[] = {
    {"method", Operand::method}, {"uri", Operand::uri}, {"from_uri", Operand::from_uri}, {"to_uri", Operand::to_uri},
    {"src_ip", Operand::src_ip}, {"src_port", Operand::src_port}, {"dst_ip", Operand::dst_ip}, {"dst_port", Operand::dst_port},
    {"snd_ip", Operand::snd_ip}, {"snd_port", Operand::snd_port}, {"snd_proto", Operand::snd_proto}, {"snd_af", Operand::snd_af},
    {"to_ip", Operand::to_ip}, {"to_port", Operand::to_port}, {"to_proto", Operand::to_proto}, {"proto", Operand::proto},
    {"af", Operand::af}, {"max_len", Operand::max_len}, {"status", Operand::status}, {"retcode", Operand::retcode},
    {"myself", Operand::myself},
};

ast::UnaryOp unary_of(std::string_view text) {
  if (text == "!" || base::iequals(text, "not")) return ast::UnaryOp::logical_not;
  if (text == "-") return ast::UnaryOp::negate;
  if (text == "+") return ast::UnaryOp::plus;
  if (text == "~") return ast::UnaryOp::complement;
  if (base::iequals(text, "defined")) return ast::UnaryOp::defined;
  if (base::iequals(text, "strempty")) return ast::UnaryOp::strempty;
  if (base::iequals(text, "strlen")) return ast::UnaryOp::strlen;
  return text.find_first_of("iI") < text.find_first_of("sS") ? ast::UnaryOp::to_int : ast::UnaryOp::to_str;
}

constexpr std::size_t kMostUnary = 50;

}  // namespace

const ast::Expr* Builder::identifier(Cursor node) {
  auto name = text(node.span());
  for (const auto& o : kOperands) {
    if (o.name != name && !(base::iequals(o.name, name) && o.operand == Operand::myself)) continue;
    auto* out = arena_.make<ast::Operand>(node.span());
    out->operand = o.operand;
    return out;
  }
  auto* out = arena_.make<ast::Identifier>(node.span());
  out->name = name;
  return out;
}

const ast::Expr* Builder::primary(Cursor node) {
  switch (node.kind()) {
    case Kind::parenthesized: {
      if (!node.has_children()) return error_expr(node.span());
      // The only place where a finished node is touched: it was made just now, by this builder.
      auto* inner = const_cast<ast::Expr*>(primary(*node.begin()));
      inner->parenthesized = true;
      return inner;
    }
    case Kind::inner_assignment: {
      auto* out = arena_.make<ast::AssignExpr>(node.span());
      out->assign = simple(node)->as<ast::Assign>();
      return out;
    }
    case Kind::expression: return expression(node);
    case Kind::string: return string(node);
    case Kind::pv: return pv(node);
    case Kind::select: return select(node);
    case Kind::ip: return ip(node.span());
    case Kind::number: return number(node.span());
    case Kind::regex: return regex(node.span());
    case Kind::route_call: return route_call(node);
    case Kind::call: return call(node);
    case Kind::bare_address: return bare_address(node);
    case Kind::identifier: return identifier(node);
    case Kind::msg_len: {
      auto* out = arena_.make<ast::Operand>(node.span());
      out->operand = Operand::msg_len;
      return out;
    }
    default: return error_expr(node.span());
  }
}

// The unary operators of `node` put around `out`.
const ast::Expr* Builder::with_unary(Cursor node, const ast::Expr* out) {
  std::vector<Cursor> unary;
  for (Cursor child : node)
    if (child.kind() == Kind::unary_operator) unary.push_back(child);
  for (auto at = unary.rbegin(); at != unary.rend(); ++at) {
    auto op = unary_of(text(at->span()));
    auto span = at->span().to(out->span);
    if (op == ast::UnaryOp::negate && out->kind == ast::ExprKind::number && !out->parenthesized && base::is_digit(text(out->span)[0])) {
      out = number(span);
      continue;
    }
    auto* made = arena_.make<ast::Unary>(span);
    made->op = op;
    made->operand = out;
    out = made;
  }
  return out;
}

// "!uri == myself" is !(uri == myself): the old operands are nothing without their comparison.
bool Builder::negates_comparison(Cursor node) const {
  bool negated = false;
  for (Cursor child : node) {
    if (child.kind() == Kind::unary_operator) {
      if (unary_of(text(child.span())) != ast::UnaryOp::logical_not) return false;
      negated = true;
    } else if (child.kind() == Kind::identifier) {
      auto name = text(child.span());
      return negated && std::any_of(std::begin(kOperands), std::end(kOperands), [&](const auto& o) { return o.name == name; });
    } else {
      return negated && child.kind() == Kind::msg_len;
    }
  }
  return false;
}

const ast::Expr* Builder::operand(Cursor node, bool bare) {
  std::size_t unary = 0;
  const ast::Expr* out = nullptr;
  for (Cursor child : node) {
    if (child.kind() == Kind::unary_operator) ++unary;
    else out = primary(child);
  }
  if (out == nullptr) return error_expr(node.span());
  if (unary > kMostUnary) {
    error("syntax-too-deep", node.span(), "more than " + std::to_string(kMostUnary) + " operators before one operand");
    return error_expr(node.span());
  }
  return bare ? out : with_unary(node, out);
}

const ast::Expr* Builder::call(Cursor node) {
  auto* out = arena_.make<ast::Call>(node.span());
  std::vector<const ast::Expr*> arguments;
  for (Cursor child : node) {
    if (child.kind() == Kind::call_name) {
      out->name_span = child.span();
      out->name = text(child.span());
    } else {
      arguments.push_back(primary(child));
    }
  }
  out->arguments = keep(arguments);
  return out;
}

const ast::Expr* Builder::route_call(Cursor node) {
  auto* out = arena_.make<ast::RouteCall>(node.span());
  for (Cursor child : node) {
    out->name_span = child.span();
    if (child.kind() == Kind::route_name) {
      out->name = text(child.span());
    } else {
      out->target = primary(child);
      if (const auto* literal = out->target->as<ast::String>(); literal != nullptr && !has_pv(literal->value)) out->name = literal->value;
      else if (out->target->kind == ast::ExprKind::identifier) out->name = out->target->as<ast::Identifier>()->name;
    }
  }
  return out;
}

const ast::Expr* Builder::bare_address(Cursor node) {
  auto* out = arena_.make<ast::Socket>(node.span());
  auto whole = text(node.span());
  out->text = whole;
  auto bracket = whole.find('[');
  auto first = whole.find(':');
  // proto:host, unless what stands before the only colon has a dot or what stands behind it is a port.
  auto before = whole.substr(0, first);
  bool only = first != std::string_view::npos && whole.find(':', first + 1) == std::string_view::npos;
  bool number_behind = only && base::to_number(whole.substr(first + 1)).has_value();
  if (first != std::string_view::npos && first < bracket && before.find('.') == std::string_view::npos && !number_behind) {
    out->proto = before;
    whole.remove_prefix(first + 1);
  }
  auto close = whole.rfind(']');
  auto colon = whole.find(':', close == std::string_view::npos ? 0 : close);
  out->host = whole.substr(0, colon);
  if (colon != std::string_view::npos) out->port = whole.substr(colon + 1);
  return out;
}

}  // namespace kukini::lang
