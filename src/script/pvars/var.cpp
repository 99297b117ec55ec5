// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $var(name): one slot per name, 0 (or what modparam varset says) at the start of each run; assigning $null makes it 0 again.
// $vn(name): the same with null in place of 0.
#include <map>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <vector>

#include "script/pvars/core_pvs.hpp"
#include "sdk/vars.hpp"

namespace kukini::script {

namespace {

/// Slots are the same in all programs of the process, so that variables in modparams work with each of them.
class Slots {
 public:
  std::uint32_t get(std::string_view name) {
    std::unique_lock lock(mutex_);
    auto it = slots_.find(name);
    if (it == slots_.end()) {
      it = slots_.emplace(std::string(name), static_cast<std::uint32_t>(slots_.size())).first;
      start_.push_back(sdk::start_value_of_var(name));
    }
    return it->second;
  }
  /// Puts start values behind the first `from`; the text of what is given here lives as long as the process.
  void fill(std::span<Value> values, std::uint32_t from) {
    std::shared_lock lock(mutex_);
    for (auto i = from; i < values.size(); ++i) values[i] = i < start_.size() ? start_[i] : Value::integer(0);
  }
  /// Without making one.
  std::int64_t find(std::string_view name) {
    std::shared_lock lock(mutex_);
    auto it = slots_.find(name);
    return it != slots_.end() ? it->second : -1;
  }
  /// Names of $var, not of $vn, with their slots.
  template <class F>
  void each(F f) {
    std::shared_lock lock(mutex_);
    for (const auto& [name, slot] : slots_)
      if (!name.starts_with('\n')) f(name, slot);
  }
  std::uint32_t count() {
    std::shared_lock lock(mutex_);
    return static_cast<std::uint32_t>(slots_.size());
  }

 private:
  std::shared_mutex mutex_;
  std::map<std::string, std::uint32_t, std::less<>> slots_;
  std::vector<Value> start_;
};
Slots& slots() {
  static Slots s;
  return s;
}

/// Null outside of a run.
Value* slot_of(Context& c, std::uint32_t slot) {
  if (c.script == nullptr) return nullptr;
  auto& frame = *run_of(c).frame;
  if (slot >= frame.var_count) [[unlikely]] {
    auto count = slots().count();
    auto grown = c.arena->make_array<Value>(count);
    for (std::uint32_t i = 0; i < frame.var_count && i < count; ++i) grown[i] = frame.vars[i];
    slots().fill({grown.data(), count}, frame.var_count);
    frame.vars = grown.data();
    frame.var_count = count;
    if (slot >= count) return nullptr;
  }
  return &frame.vars[slot];
}

class VarPv final : public TextPv {
 public:
  VarPv(std::string text, std::uint32_t slot) : TextPv(std::move(text)), slot_(slot) {}
  Value get(Context& c) const override {
    auto* v = slot_of(c, slot_);
    return v != nullptr ? *v : Value::integer(0);
  }
  bool set(Context& c, const Value& value) const override {
    auto* v = slot_of(c, slot_);
    if (v != nullptr) *v = value.is_null() ? Value::integer(0) : value;
    return v != nullptr;
  }
  bool settable() const override { return true; }

 private:
  std::uint32_t slot_;
};

/// $var($rU): names that no other place of the script mentions are 0 and cannot be assigned.
class DynamicVarPv final : public TextPv {
 public:
  DynamicVarPv(std::string text, InnerName name) : TextPv(std::move(text)), name_(std::move(name)) {}
  Value get(Context& c) const override {
    auto slot = slots().find(name_.dynamic->eval(c));
    auto* v = slot >= 0 ? slot_of(c, static_cast<std::uint32_t>(slot)) : nullptr;
    return v != nullptr ? *v : Value::integer(0);
  }
  bool set(Context& c, const Value& value) const override {
    auto slot = slots().find(name_.dynamic->eval(c));
    auto* v = slot >= 0 ? slot_of(c, static_cast<std::uint32_t>(slot)) : nullptr;
    if (v != nullptr) *v = value.is_null() ? Value::integer(0) : value;
    return v != nullptr;
  }
  bool settable() const override { return true; }

 private:
  InnerName name_;
};

/// A slot of its own. Unset is the plain 0 that slots start with; a 0 that was assigned has its text beside it.
class NullVarPv final : public TextPv {
 public:
  NullVarPv(std::string text, std::uint32_t slot) : TextPv(std::move(text)), slot_(slot) {}
  Value get(Context& c) const override {
    auto* v = slot_of(c, slot_);
    return v == nullptr || (v->type == Value::Type::integer && v->i == 0) ? Value::null() : *v;
  }
  bool set(Context& c, const Value& value) const override {
    auto* v = slot_of(c, slot_);
    if (v == nullptr) return false;
    if (value.is_null()) *v = Value::integer(0);
    else *v = value.type == Value::Type::integer && value.i == 0 ? Value::both(0, "0") : value;
    return true;
  }
  bool settable() const override { return true; }

 private:
  std::uint32_t slot_;
};

/// For functions that are given names of variables (pv_var_to_xavp()).
struct Access {
  Access() {
    sdk::var_access() = {
        [](Context& c, std::string_view name, Value& out) {
          auto slot = slots().find(name);
          auto* v = slot >= 0 ? slot_of(c, static_cast<std::uint32_t>(slot)) : nullptr;
          if (v != nullptr) out = *v;
          return v != nullptr;
        },
        [](Context& c, std::string_view name, const Value& value) {
          auto slot = slots().find(name);
          auto* v = slot >= 0 ? slot_of(c, static_cast<std::uint32_t>(slot)) : nullptr;
          if (v != nullptr) *v = value.is_null() ? Value::integer(0) : value;
          return v != nullptr;
        },
        [](Context& c, void* self, void (*each)(void*, std::string_view, const Value&)) {
          slots().each([&](const std::string& name, std::uint32_t slot) {
            if (c.script == nullptr || slot >= run_of(c).frame->var_count) return;
            each(self, name, run_of(c).frame->vars[slot]);
          });
        },
    };
  }
};

}  // namespace

void offer_var_access() { static Access access; }

PvPtr make_null_var(std::string text, InnerName name) {
  if (name.dynamic != nullptr) return nullptr;
  return std::make_unique<NullVarPv>(std::move(text), slots().get("\n" + name.fixed));
}
PvPtr make_var(std::string text, InnerName name) {
  if (name.dynamic != nullptr) return std::make_unique<DynamicVarPv>(std::move(text), std::move(name));
  return std::make_unique<VarPv>(std::move(text), slots().get(name.fixed));
}

}  // namespace kukini::script
