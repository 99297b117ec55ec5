// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// if: numbers above 0 are true; an expression that ended the script ends it here.
#include "script/program.hpp"
#include "script/stmts.hpp"

namespace kukini::script {

namespace {
class IfStmt final : public Stmt {
 public:
  IfStmt(ExprPtr condition, StmtPtr then, StmtPtr otherwise)
      : condition_(std::move(condition)), then_(std::move(then)), otherwise_(std::move(otherwise)) {}
  int run(Context& c) const override {
    auto value = condition_->integer(c);
    bool yes = value > 0 || (value < 0 && run_of(c).program->raw_results);
    if (run_of(c).flow != 0) [[unlikely]] {
      if (!take_failure(c)) return 0;
      yes = false;
    }
    const auto* next = yes ? then_.get() : otherwise_.get();
    return next != nullptr ? next->run(c) : 1;
  }

 private:
  ExprPtr condition_;
  StmtPtr then_, otherwise_;
};
}  // namespace

StmtPtr make_if(ExprPtr condition, StmtPtr then, StmtPtr otherwise) {
  return std::make_unique<IfStmt>(std::move(condition), std::move(then), std::move(otherwise));
}

}  // namespace kukini::script
