// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// setavpflag(), resetavpflag(), isavpflagset(): flags of one AVP; false where there is none of the name.
#include "script/calls.hpp"

namespace kukini::script {

namespace {

class AvpFlagExpr final : public CallExpr {
 public:
  AvpFlagExpr(FlagDo what, sdk::NameId name, unsigned flag) : CallExpr(true), what_(what), name_(name), bit_(std::uint32_t{1} << flag) {}

 protected:
  int call(Context& c) const override {
    auto* avp = c.state != nullptr ? c.state->avps.newest(name_) : nullptr;
    if (avp == nullptr) return -1;
    if (what_ == FlagDo::test) return (avp->flags & bit_) != 0 ? 1 : -1;
    avp->flags = what_ == FlagDo::set ? avp->flags | bit_ : avp->flags & ~bit_;
    return 1;
  }

 private:
  FlagDo what_;
  sdk::NameId name_;
  std::uint32_t bit_;
};

}  // namespace

ExprPtr make_avp_flag(FlagDo what, sdk::NameId name, unsigned flag) { return std::make_unique<AvpFlagExpr>(what, name, flag); }

}  // namespace kukini::script
