// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: the kinds of expression, as made by the binder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "io/address.hpp"
#include "lang/syntax/ast_expr.hpp"
#include "script/node.hpp"
#include "script/regex.hpp"

namespace kukini::script {

using lang::ast::BinaryOp;
using lang::ast::CoreOperand;
using lang::ast::UnaryOp;

class ConstantExpr final : public Expr {
 public:
  explicit ConstantExpr(Value v) : value_(v), integer_(to_integer(v)) {}
  Value eval(Context&) const override { return value_; }
  std::int64_t integer(Context&) const override { return integer_; }
  bool constant() const override { return true; }
  const Value& value() const { return value_; }

 private:
  Value value_;
  std::int64_t integer_;
};

class PvExpr final : public Expr {
 public:
  explicit PvExpr(std::unique_ptr<sdk::Pv> pv) : pv_(std::move(pv)) {}
  Value eval(Context& c) const override { return pv_->get(c); }
  const sdk::Pv& pv() const { return *pv_; }

 private:
  std::unique_ptr<sdk::Pv> pv_;
};

/// One of the old operands: method, src_ip, msg:len …
class OperandExpr final : public Expr {
 public:
  explicit OperandExpr(CoreOperand what) : what_(what) {}
  Value eval(Context& c) const override;

 private:
  CoreOperand what_;
};

ExprPtr make_unary(UnaryOp op, ExprPtr operand);
ExprPtr make_binary(BinaryOp op, ExprPtr left, ExprPtr right);
/// selval(condition, then, otherwise): one of two values; the other one is not evaluated.
ExprPtr make_selval(ExprPtr condition, ExprPtr then, ExprPtr otherwise);
/// left =~ constant pattern.
ExprPtr make_match(ExprPtr left, std::unique_ptr<re2::RE2> regex, bool negated);
/// subject == myself; URIs and addresses, by what the text is.
ExprPtr make_myself(ExprPtr subject, bool negated);

/// An address or network of a condition.
struct IpRange {
  io::Address address;
  unsigned prefix = 32;
  bool contains(const io::Address& a) const;
};
/// operand == 10.0.0.0/8. `operand` is none of the ip operands: the text of `subject` is read as an address.
ExprPtr make_ip_match(ExprPtr subject, CoreOperand operand, IpRange range, bool negated);

/// The address an ip operand stands for.
io::Address operand_address(Context& c, CoreOperand what);

}  // namespace kukini::script
