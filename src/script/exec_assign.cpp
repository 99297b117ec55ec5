// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Assignments: $pv = value, and += and the like. They leave $rc as it is. A value that is none (5 / 0) is not assigned.
#include "script/exprs.hpp"
#include "script/stmts.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

namespace {
/// The current value of the target, as the left side of its own += .
class TargetExpr final : public Expr {
 public:
  explicit TargetExpr(const sdk::Pv& pv) : pv_(pv) {}
  Value eval(Context& c) const override { return pv_.get(c); }

 private:
  const sdk::Pv& pv_;
};

class AssignStmt final : public Stmt {
 public:
  AssignStmt(std::unique_ptr<sdk::Pv> target, ExprPtr value, Place place)
      : target_(std::move(target)), value_(std::move(value)), place_(place) {}
  int run(Context& c) const override {
    Value v = value_->eval(c).plain();
    if (run_of(c).flow != 0) [[unlikely]] {
      if (take_failure(c)) return -1;
      return 0;
    }
    if (!target_->set(c, v)) {
      sdk::log(sdk::Level::error, "core", "cannot assign to {} ({}:{})", target_->text(), place_.file, place_.line);
      return -1;
    }
    return 1;
  }

 private:
  std::unique_ptr<sdk::Pv> target_;
  ExprPtr value_;
  Place place_;
};

class AssigningExpr final : public Expr {
 public:
  explicit AssigningExpr(StmtPtr assignment) : assignment_(std::move(assignment)) {}
  Value eval(Context& c) const override { return Value::integer(integer(c)); }
  std::int64_t integer(Context& c) const override {
    assignment_->run(c);
    return 1;
  }

 private:
  StmtPtr assignment_;
};

BinaryOp operator_of(AssignOp op) {
  switch (op) {
    case AssignOp::subtract: return BinaryOp::subtract;
    case AssignOp::multiply: return BinaryOp::multiply;
    case AssignOp::divide: return BinaryOp::divide;
    case AssignOp::modulo: return BinaryOp::modulo;
    case AssignOp::concat: return BinaryOp::concat;
    default: return BinaryOp::add;
  }
}
}  // namespace

StmtPtr make_assign(AssignOp op, std::unique_ptr<sdk::Pv> target, ExprPtr value, Place place) {
  if (op != AssignOp::set) value = make_binary(operator_of(op), std::make_unique<TargetExpr>(*target), std::move(value));
  return std::make_unique<AssignStmt>(std::move(target), std::move(value), place);
}

ExprPtr make_assigning(StmtPtr assignment) { return std::make_unique<AssigningExpr>(std::move(assignment)); }

}  // namespace kukini::script
