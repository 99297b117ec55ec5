// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// return, exit, drop. A return of 0 ends the script, as exit does.
#include "script/stmts.hpp"

namespace kukini::script {

namespace {
constexpr int kNoValue = -5;  // what return 5 / 0 gives

class ReturnStmt final : public Stmt {
 public:
  explicit ReturnStmt(ExprPtr value) : value_(std::move(value)) {}
  int run(Context& c) const override {
    int rc = value_ != nullptr ? static_cast<int>(value_->integer(c)) : 1;
    if (run_of(c).flow != 0 && take_failure(c)) rc = kNoValue;
    run_of(c).flow |= rc == 0 ? kReturn | kExit : kReturn;
    return c.last_rc = rc;
  }

 private:
  ExprPtr value_;
};

class ExitStmt final : public Stmt {
 public:
  explicit ExitStmt(bool drop) : drop_(drop) {}
  int run(Context& c) const override {
    auto& run = run_of(c);
    run.flow |= kExit;
    if (drop_) {
      run.dropped = true;
      if ((c.route_kind & (manifest::kOnreply | manifest::kOnreplyCore)) != 0) c.set(sdk::ProcessingFlag::drop_reply);
    }
    return 0;
  }

 private:
  bool drop_;
};
}  // namespace

StmtPtr make_return(ExprPtr value) { return std::make_unique<ReturnStmt>(std::move(value)); }
StmtPtr make_exit() { return std::make_unique<ExitStmt>(false); }
StmtPtr make_drop() { return std::make_unique<ExitStmt>(true); }

}  // namespace kukini::script
