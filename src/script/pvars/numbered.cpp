// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// @cfg_get and @cfg_selected of groups that cfg_select() chooses the number of.
#include "script/pvars/core_pvs.hpp"
#include "sdk/text.hpp"

namespace kukini::script {

namespace {

/// -1 where none is chosen.
std::int64_t chosen(Context& c, sdk::NameId group) {
  if (c.script == nullptr) return -1;
  for (auto* s = run_of(c).frame->selected; s != nullptr; s = s->next)
    if (s->group == group) return s->number;
  return -1;
}

class ReadOnlyPv : public TextPv {
 public:
  using TextPv::TextPv;
  bool set(Context&, const Value&) const final { return false; }
  bool settable() const final { return false; }
};

class GroupPv final : public ReadOnlyPv {
 public:
  GroupPv(std::string text, sdk::NameId group, PvPtr plain, std::vector<NumberedPv> numbered)
      : ReadOnlyPv(std::move(text)), group_(group), plain_(std::move(plain)), numbered_(std::move(numbered)) {}
  Value get(Context& c) const override {
    auto number = chosen(c, group_);
    if (number >= 0)
      for (const auto& n : numbered_)
        if (n.number == number) return n.pv->get(c);
    return plain_->get(c);
  }

 private:
  sdk::NameId group_;
  PvPtr plain_;
  std::vector<NumberedPv> numbered_;
};

class SelectedPv final : public ReadOnlyPv {
 public:
  SelectedPv(std::string text, sdk::NameId group) : ReadOnlyPv(std::move(text)), group_(group) {}
  Value get(Context& c) const override {
    auto number = chosen(c, group_);
    return number >= 0 ? Value::string(sdk::number_text(*c.arena, number)) : Value::null();
  }

 private:
  sdk::NameId group_;
};

}  // namespace

PvPtr make_numbered(std::string text, sdk::NameId group, PvPtr plain, std::vector<NumberedPv> numbered) {
  return std::make_unique<GroupPv>(std::move(text), group, std::move(plain), std::move(numbered));
}
PvPtr make_selected(std::string text, sdk::NameId group) { return std::make_unique<SelectedPv>(std::move(text), group); }

}  // namespace kukini::script
