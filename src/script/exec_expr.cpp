// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Evaluating unary and binary operators.
#include "script/exprs.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

namespace {

std::int64_t truth(bool b) { return b ? 1 : 0; }

/// Base of operators whose result is a number.
class IntegerExpr : public Expr {
 public:
  Value eval(Context& c) const final { return Value::integer(integer(c)); }
};

template <UnaryOp Op>
class UnaryExpr final : public IntegerExpr {
 public:
  explicit UnaryExpr(ExprPtr operand) : operand_(std::move(operand)) {}
  std::int64_t integer(Context& c) const override {
    if constexpr (Op == UnaryOp::logical_not) return truth(operand_->integer(c) == 0);
    if constexpr (Op == UnaryOp::negate) return static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(operand_->integer(c)));
    if constexpr (Op == UnaryOp::complement) return ~operand_->integer(c);
    if constexpr (Op == UnaryOp::plus || Op == UnaryOp::to_int) return operand_->integer(c);
    if constexpr (Op == UnaryOp::defined) return truth(!operand_->eval(c).is_null());
    NumberText buffer;
    auto text = to_text(operand_->eval(c), buffer);
    return Op == UnaryOp::strlen ? static_cast<std::int64_t>(text.size()) : truth(text.empty());
  }

 private:
  ExprPtr operand_;
};

class ToStringExpr final : public Expr {
 public:
  explicit ToStringExpr(ExprPtr operand) : operand_(std::move(operand)) {}
  Value eval(Context& c) const override { return Value::string(to_text(operand_->eval(c), *c.arena)); }
  /// A text that also has a number ($rm) keeps it.
  std::int64_t integer(Context& c) const override { return operand_->integer(c); }

 private:
  ExprPtr operand_;
};

class NotNullExpr final : public IntegerExpr {
 public:
  NotNullExpr(ExprPtr operand, bool null) : operand_(std::move(operand)), null_(null) {}
  std::int64_t integer(Context& c) const override { return truth(operand_->eval(c).is_null() == null_); }

 private:
  ExprPtr operand_;
  bool null_;
};

std::int64_t shifted(std::int64_t a, std::int64_t b, bool left) {
  auto by = static_cast<unsigned>(b) & 63u;
  return left ? static_cast<std::int64_t>(static_cast<std::uint64_t>(a) << by) : a >> by;
}

std::int64_t arithmetic(Context* c, BinaryOp op, std::int64_t a, std::int64_t b) {
  auto ua = static_cast<std::uint64_t>(a), ub = static_cast<std::uint64_t>(b);
  switch (op) {
    case BinaryOp::subtract: return static_cast<std::int64_t>(ua - ub);
    case BinaryOp::multiply: return static_cast<std::int64_t>(ua * ub);
    case BinaryOp::divide:
    case BinaryOp::modulo:
      if (b == 0) {
        sdk::log(sdk::Level::error, "core", "division by zero");
        if (c != nullptr && c->script != nullptr) run_of(*c).flow |= kFailed;
        return 0;
      }
      if (b == -1) return op == BinaryOp::divide ? static_cast<std::int64_t>(0 - ua) : 0;
      return op == BinaryOp::divide ? a / b : a % b;
    case BinaryOp::bit_and: return a & b;
    case BinaryOp::bit_or: return a | b;
    case BinaryOp::bit_xor: return a ^ b;
    case BinaryOp::shift_left: return shifted(a, b, true);
    case BinaryOp::shift_right: return shifted(a, b, false);
    case BinaryOp::less: return truth(a < b);
    case BinaryOp::less_equal: return truth(a <= b);
    case BinaryOp::greater: return truth(a > b);
    case BinaryOp::greater_equal: return truth(a >= b);
    case BinaryOp::ieq: return truth(a == b);
    case BinaryOp::ine: return truth(a != b);
    default: return 0;
  }
}

class ArithmeticExpr final : public IntegerExpr {
 public:
  ArithmeticExpr(BinaryOp op, ExprPtr left, ExprPtr right) : op_(op), left_(std::move(left)), right_(std::move(right)) {}
  std::int64_t integer(Context& c) const override {
    auto a = left_->integer(c);
    return arithmetic(&c, op_, a, right_->integer(c));
  }

 private:
  BinaryOp op_;
  ExprPtr left_, right_;
};

class LogicalExpr final : public IntegerExpr {
 public:
  LogicalExpr(bool is_or, ExprPtr left, ExprPtr right) : is_or_(is_or), left_(std::move(left)), right_(std::move(right)) {}
  std::int64_t integer(Context& c) const override {
    bool a = left_->integer(c) != 0;
    if (a == is_or_ || (c.script != nullptr && run_of(c).flow != 0)) return truth(a);
    return truth(right_->integer(c) != 0);
  }

 private:
  bool is_or_;
  ExprPtr left_, right_;
};

class EqualExpr final : public IntegerExpr {
 public:
  EqualExpr(bool negated, ExprPtr left, ExprPtr right) : negated_(negated), left_(std::move(left)), right_(std::move(right)) {}
  std::int64_t integer(Context& c) const override {
    Value a = left_->eval(c);
    if (a.is_integer()) return truth((a.i == right_->integer(c)) != negated_);
    return truth(equal(a, right_->eval(c)) != negated_);
  }

 private:
  bool negated_;
  ExprPtr left_, right_;
};

class TextEqualExpr final : public IntegerExpr {
 public:
  TextEqualExpr(bool negated, ExprPtr left, ExprPtr right) : negated_(negated), left_(std::move(left)), right_(std::move(right)) {}
  std::int64_t integer(Context& c) const override {
    NumberText a, b;
    auto left = to_text(left_->eval(c), a);
    return truth((left == to_text(right_->eval(c), b)) != negated_);
  }

 private:
  bool negated_;
  ExprPtr left_, right_;
};

class AddExpr final : public Expr {
 public:
  AddExpr(bool text, ExprPtr left, ExprPtr right) : text_(text), left_(std::move(left)), right_(std::move(right)) {}
  Value eval(Context& c) const override {
    Value a = left_->eval(c);
    if (!text_ && a.is_integer()) return sum(a.i, right_->integer(c));
    Value b = right_->eval(c);
    return text_ ? concat(a, b, *c.arena) : add(a, b, *c.arena);
  }
  /// Where a number is asked for, + adds: "1" + "2" is 3 in ("1" + "2") * 1.
  std::int64_t integer(Context& c) const override {
    if (text_) return to_integer(eval(c));
    auto a = left_->integer(c);
    return sum(a, right_->integer(c)).i;
  }
  bool text() const { return text_; }

 private:
  static Value sum(std::int64_t a, std::int64_t b) {
    return Value::integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)));
  }
  bool text_;
  ExprPtr left_, right_;
};

class MatchExpr final : public IntegerExpr {
 public:
  MatchExpr(bool negated, ExprPtr left, std::unique_ptr<re2::RE2> regex)
      : negated_(negated), left_(std::move(left)), regex_(std::move(regex)) {}
  std::int64_t integer(Context& c) const override {
    NumberText buffer;
    return truth(matches(*regex_, to_text(left_->eval(c), buffer)) != negated_);
  }

 private:
  bool negated_;
  ExprPtr left_;
  std::unique_ptr<re2::RE2> regex_;
};

class RuntimeMatchExpr final : public IntegerExpr {
 public:
  RuntimeMatchExpr(bool negated, ExprPtr left, ExprPtr right) : negated_(negated), left_(std::move(left)), right_(std::move(right)) {}
  std::int64_t integer(Context& c) const override {
    NumberText a, b;
    auto text = to_text(left_->eval(c), a);
    auto regex = runtime_regex(to_text(right_->eval(c), b), RegexUse::test);
    return truth(regex != nullptr && matches(*regex, text) != negated_);
  }

 private:
  bool negated_;
  ExprPtr left_, right_;
};

class SelvalExpr final : public Expr {
 public:
  SelvalExpr(ExprPtr condition, ExprPtr then, ExprPtr otherwise)
      : condition_(std::move(condition)), then_(std::move(then)), otherwise_(std::move(otherwise)) {}
  Value eval(Context& c) const override { return chosen(c).eval(c); }
  std::int64_t integer(Context& c) const override { return chosen(c).integer(c); }

 private:
  const Expr& chosen(Context& c) const { return condition_->integer(c) > 0 ? *then_ : *otherwise_; }
  ExprPtr condition_, then_, otherwise_;
};

const Value* constant_of(const Expr& e) {
  const auto* k = dynamic_cast<const ConstantExpr*>(&e);
  return k != nullptr ? &k->value() : nullptr;
}
const Value* constant_number(const Expr& e) {
  const auto* k = constant_of(e);
  return k != nullptr && k->is_integer() ? k : nullptr;
}
ExprPtr number(std::int64_t n) { return std::make_unique<ConstantExpr>(Value::integer(n)); }

/// Arithmetic that is known at load. 0 times, divided by or masked with something is 0, whether that has a value or not.
ExprPtr make_arithmetic(BinaryOp op, ExprPtr a, ExprPtr b) {
  const auto *left = constant_number(*a), *right = constant_number(*b);
  bool divides = op == BinaryOp::divide || op == BinaryOp::modulo, both = op == BinaryOp::multiply || op == BinaryOp::bit_and;
  if (left != nullptr && left->i == 0 && (both || (divides && !(right != nullptr && right->i == 0)))) return number(0);
  if (right != nullptr && right->i == 0 && both) return number(0);
  if (left != nullptr && right != nullptr && !(divides && right->i == 0)) return number(arithmetic(nullptr, op, left->i, right->i));
  return std::make_unique<ArithmeticExpr>(op, std::move(a), std::move(b));
}

/// What is left of x && 1 and of x || 0: the number of x.
class NumberExpr final : public IntegerExpr {
 public:
  explicit NumberExpr(ExprPtr e) : expr_(std::move(e)) {}
  std::int64_t integer(Context& c) const override { return expr_->integer(c); }

 private:
  ExprPtr expr_;
};

/// x && 0 and x || 1 leave x out (it is not called, either); 1 in an and, 0 in an or leave the other side.
ExprPtr make_logical(bool is_or, ExprPtr a, ExprPtr b) {
  const auto *left = constant_number(*a), *right = constant_number(*b);
  if (left != nullptr && right != nullptr) return number(truth(is_or ? left->i != 0 || right->i != 0 : left->i != 0 && right->i != 0));
  for (auto* side : {&a, &b}) {
    const auto* k = constant_number(**side);
    if (k == nullptr) continue;
    auto n = k->i;
    if (n == truth(is_or)) return number(n);
    if (n == truth(!is_or)) return std::make_unique<NumberExpr>(std::move(side == &a ? b : a));
  }
  return std::make_unique<LogicalExpr>(is_or, std::move(a), std::move(b));
}

/// $null as it is written; what is null at run time is another matter.
bool is_null(const Expr& e) {
  const auto* pv = dynamic_cast<const PvExpr*>(&e);
  return pv != nullptr && pv->pv().text() == "$null";
}

/// Text whatever the message: what is put in front of something with + is joined then, never added.
bool always_text(const Expr& e) {
  if (const auto* k = dynamic_cast<const ConstantExpr*>(&e)) return k->value().is_string();
  if (const auto* sum = dynamic_cast<const AddExpr*>(&e)) return sum->text();
  return dynamic_cast<const ToStringExpr*>(&e) != nullptr;
}

}  // namespace

ExprPtr make_unary(UnaryOp op, ExprPtr e) {
  if (const auto* k = constant_of(*e); k != nullptr) {
    NumberText buffer;
    if (op == UnaryOp::to_int) return number(to_integer(*k));
    if (op == UnaryOp::strempty) return number(truth(to_text(*k, buffer).empty()));
    if (op == UnaryOp::strlen) return number(static_cast<std::int64_t>(to_text(*k, buffer).size()));
  }
  if (const auto* k = constant_number(*e)) {
    if (op == UnaryOp::logical_not) return number(truth(k->i == 0));
    if (op == UnaryOp::negate) return number(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(k->i)));
    if (op == UnaryOp::complement) return number(~k->i);
  }
  switch (op) {
    case UnaryOp::logical_not: return std::make_unique<UnaryExpr<UnaryOp::logical_not>>(std::move(e));
    case UnaryOp::negate: return std::make_unique<UnaryExpr<UnaryOp::negate>>(std::move(e));
    case UnaryOp::plus: return std::make_unique<UnaryExpr<UnaryOp::plus>>(std::move(e));
    case UnaryOp::complement: return std::make_unique<UnaryExpr<UnaryOp::complement>>(std::move(e));
    case UnaryOp::defined: return std::make_unique<UnaryExpr<UnaryOp::defined>>(std::move(e));
    case UnaryOp::strempty: return std::make_unique<UnaryExpr<UnaryOp::strempty>>(std::move(e));
    case UnaryOp::strlen: return std::make_unique<UnaryExpr<UnaryOp::strlen>>(std::move(e));
    case UnaryOp::to_int: return std::make_unique<UnaryExpr<UnaryOp::to_int>>(std::move(e));
    case UnaryOp::to_str: return std::make_unique<ToStringExpr>(std::move(e));
  }
  return e;
}

ExprPtr make_selval(ExprPtr condition, ExprPtr then, ExprPtr otherwise) {
  return std::make_unique<SelvalExpr>(std::move(condition), std::move(then), std::move(otherwise));
}

ExprPtr make_binary(BinaryOp op, ExprPtr a, ExprPtr b) {
  switch (op) {
    case BinaryOp::logical_or:
    case BinaryOp::logical_and: return make_logical(op == BinaryOp::logical_or, std::move(a), std::move(b));
    case BinaryOp::equal:
    case BinaryOp::not_equal:
    case BinaryOp::eq:
    case BinaryOp::ne: {
      bool negated = op == BinaryOp::not_equal || op == BinaryOp::ne;
      const auto *left = constant_of(*a), *right = constant_of(*b);
      if (left != nullptr && right != nullptr && left->type == right->type) return number(truth(equal(*left, *right) != negated));
      if (is_null(*b)) return std::make_unique<NotNullExpr>(std::move(a), !negated);
      if (auto* text = dynamic_cast<ConstantExpr*>(b.get()); !negated && text != nullptr && text->value().is_string() && text->value().s.empty())
        return std::make_unique<TextEqualExpr>(false, std::move(a), std::move(b));  // x == "" asks for emptiness, whatever x is; != does not
      if (op == BinaryOp::eq || op == BinaryOp::ne) return std::make_unique<TextEqualExpr>(negated, std::move(a), std::move(b));
      return std::make_unique<EqualExpr>(negated, std::move(a), std::move(b));
    }
    case BinaryOp::seq:
    case BinaryOp::sne: return std::make_unique<TextEqualExpr>(op == BinaryOp::sne, std::move(a), std::move(b));
    case BinaryOp::match:
    case BinaryOp::not_match:
      if (is_null(*b)) return std::make_unique<NotNullExpr>(std::move(a), op == BinaryOp::match);
      return std::make_unique<RuntimeMatchExpr>(op == BinaryOp::not_match, std::move(a), std::move(b));
    case BinaryOp::add: return std::make_unique<AddExpr>(always_text(*a), std::move(a), std::move(b));
    case BinaryOp::concat: return std::make_unique<AddExpr>(true, std::move(a), std::move(b));
    default: return make_arithmetic(op, std::move(a), std::move(b));
  }
}

ExprPtr make_match(ExprPtr left, std::unique_ptr<re2::RE2> regex, bool negated) {
  return std::make_unique<MatchExpr>(negated, std::move(left), std::move(regex));
}

}  // namespace kukini::script
