// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// cfg_select() and cfg_reset(): which of the variables group[number].name @cfg_get.group.name reads until the message is done.
#include <algorithm>

#include "script/calls.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

namespace {

class CfgSelectExpr final : public CallExpr {
 public:
  CfgSelectExpr(sdk::NameId group, ExprPtr number, std::vector<std::int64_t> known)
      : CallExpr(true), group_(group), number_(std::move(number)), known_(std::move(known)) {}

 protected:
  int call(Context& c) const override {
    std::int64_t number = -1;
    if (number_ != nullptr) {
      number = number_->integer(c);
      if (std::find(known_.begin(), known_.end(), number) == known_.end()) {
        sdk::log(sdk::Level::error, "core", "cfg_select(): there is no {}[{}]", sdk::name_text(group_), number);
        return -1;
      }
    }
    auto& first = run_of(c).frame->selected;
    for (auto* s = first; s != nullptr; s = s->next)
      if (s->group == group_) {
        s->number = number;
        return 1;
      }
    first = c.arena->make<SelectedGroup>(group_, number, first);
    return 1;
  }

 private:
  sdk::NameId group_;
  ExprPtr number_;
  std::vector<std::int64_t> known_;
};

}  // namespace

ExprPtr make_cfg_select(sdk::NameId group, ExprPtr number, std::vector<std::int64_t> known) {
  return std::make_unique<CfgSelectExpr>(group, std::move(number), std::move(known));
}

}  // namespace kukini::script
