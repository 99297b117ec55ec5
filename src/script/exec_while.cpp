// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// while, bounded by max_while_loops (0: not bounded): a runaway loop is left with -1 and the script goes on.
#include "script/stmts.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

namespace {
class WhileStmt final : public Stmt {
 public:
  WhileStmt(ExprPtr condition, StmtPtr body, std::int64_t max_loops, Place place)
      : condition_(std::move(condition)), body_(std::move(body)), max_loops_(max_loops), place_(place) {}
  int run(Context& c) const override {
    auto& run = run_of(c);
    int rc = 1;
    for (std::int64_t n = 0;; ++n) {
      bool again = condition_->integer(c) != 0;
      if (run.flow != 0) [[unlikely]]
        return take_failure(c) ? rc : 0;
      if (!again) return rc;
      if (max_loops_ > 0 && n >= max_loops_) {
        sdk::log(sdk::Level::error, "core", "runaway while ({}:{}): more than {} loops", place_.file, place_.line, max_loops_);
        return -1;
      }
      if (body_ != nullptr) rc = body_->run(c);
      if (run.flow != 0) {
        run.flow &= static_cast<std::uint8_t>(~kBreak);
        return rc;
      }
    }
  }

 private:
  ExprPtr condition_;
  StmtPtr body_;
  std::int64_t max_loops_;
  Place place_;
};

class BreakStmt final : public Stmt {
 public:
  int run(Context& c) const override {
    run_of(c).flow |= kBreak;
    return 0;
  }
};
}  // namespace

StmtPtr make_while(ExprPtr condition, StmtPtr body, std::int64_t max_loops, Place place) {
  return std::make_unique<WhileStmt>(std::move(condition), std::move(body), max_loops, place);
}
StmtPtr make_break() { return std::make_unique<BreakStmt>(); }

}  // namespace kukini::script
