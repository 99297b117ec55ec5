// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Calls as statements; a function that returned 0 ended the script.
#include "script/stmts.hpp"

namespace kukini::script {

namespace {
class CallStmt final : public Stmt {
 public:
  explicit CallStmt(ExprPtr call) : call_(std::move(call)) {}
  int run(Context& c) const override {
    int rc = call_->statement(c);
    if (run_of(c).flow != 0) [[unlikely]] take_failure(c);
    return rc;
  }

 private:
  ExprPtr call_;
};
}  // namespace

StmtPtr make_call(ExprPtr call) {
  call->stand_alone();
  return std::make_unique<CallStmt>(std::move(call));
}

}  // namespace kukini::script
