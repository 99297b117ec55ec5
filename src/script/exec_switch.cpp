// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// switch: the first case that fits, else default; runs on into the next case until a break.
#include "script/stmts.hpp"

namespace kukini::script {

namespace {
class SwitchStmt final : public Stmt {
 public:
  SwitchStmt(ExprPtr subject, std::vector<BoundCase> cases, std::vector<StmtPtr> statements)
      : subject_(std::move(subject)), cases_(std::move(cases)), statements_(std::move(statements)) {
    for (const auto& k : cases_)
      if (k.kind == BoundCase::Kind::text || k.kind == BoundCase::Kind::regex) text_ = true;
  }
  int run(Context& c) const override {
    const auto* found = find(c);
    auto& run = run_of(c);
    if ((run.flow & kExit) != 0) return 0;
    int rc = 1;
    if (found == nullptr) return rc;
    for (auto i = found->first; i < statements_.size(); ++i) {
      rc = statements_[i]->run(c);
      if (run.flow != 0) break;
    }
    run.flow &= static_cast<std::uint8_t>(~kBreak);
    return rc;
  }

 private:
  const BoundCase* find(Context& c) const {
    NumberText buffer;
    std::string_view text;
    std::int64_t number = 0;
    if (text_)
      text = to_text(subject_->eval(c), buffer);
    else
      number = subject_->integer(c);
    const BoundCase* otherwise = nullptr;
    bool none = run_of(c).flow != 0 && take_failure(c);  // a subject without value is no case's
    for (const auto& k : cases_) {
      if (none && k.kind != BoundCase::Kind::otherwise) continue;
      switch (k.kind) {
        case BoundCase::Kind::text:
          if (text == k.text) return &k;
          break;
        case BoundCase::Kind::number:
          if (!text_ && number == k.number) return &k;
          break;
        case BoundCase::Kind::regex:
          if (matches(*k.regex, text)) return &k;
          break;
        case BoundCase::Kind::otherwise: otherwise = &k;
      }
    }
    return otherwise;
  }

  ExprPtr subject_;
  std::vector<BoundCase> cases_;
  std::vector<StmtPtr> statements_;
  bool text_ = false;
};
}  // namespace

StmtPtr make_switch(ExprPtr subject, std::vector<BoundCase> cases, std::vector<StmtPtr> statements) {
  return std::make_unique<SwitchStmt>(std::move(subject), std::move(cases), std::move(statements));
}

}  // namespace kukini::script
