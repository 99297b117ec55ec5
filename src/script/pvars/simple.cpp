// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $null, $rc, values known at load, variables of modules, transformations.
#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

namespace {

class NullPv final : public TextPv {
 public:
  using TextPv::TextPv;
  Value get(Context&) const override { return Value::null(); }
  bool set(Context&, const Value&) const override { return true; }
  bool settable() const override { return true; }
};

class RcPv final : public TextPv {
 public:
  using TextPv::TextPv;
  Value get(Context& c) const override { return Value::integer(c.last_rc); }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }
};

class FixedPv final : public TextPv {
 public:
  FixedPv(std::string text, std::optional<std::string> value, bool number) : TextPv(std::move(text)), value_(std::move(value)) {
    if (!value_) return;
    result_ = Value::string(*value_);
    if (number) result_ = Value::both(to_integer(result_), *value_);
  }
  Value get(Context&) const override { return result_; }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  std::optional<std::string> value_;
  Value result_;
};

class FixedNumberPv final : public TextPv {
 public:
  FixedNumberPv(std::string text, std::int64_t value) : TextPv(std::move(text)), value_(value) {}
  Value get(Context&) const override { return Value::integer(value_); }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  std::int64_t value_;
};

class RuntimePv final : public TextPv {
 public:
  RuntimePv(std::string text, const RuntimeVariables::Variable& variable) : TextPv(std::move(text)), variable_(variable) {}
  Value get(Context&) const override {
    if (const auto* text = variable_.text.load(std::memory_order_acquire)) return Value::string(*text);
    return Value::integer(variable_.number->load(std::memory_order_relaxed));
  }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  const RuntimeVariables::Variable& variable_;
};

class ModulePv final : public TextPv {
 public:
  ModulePv(std::string text, const sdk::BoundVariable& bound, InnerName name, IndexNode index)
      : TextPv(std::move(text)), get_(bound.get), set_(bound.set), self_(bound.self), name_(std::move(name)), index_(std::move(index)) {
    fixed_.inner = name_.fixed;
    fixed_.has_index = index_.kind == IndexNode::Kind::number;
    fixed_.all = index_.kind == IndexNode::Kind::all;
    fixed_.index = index_.number;
    plain_ = name_.dynamic == nullptr && index_.dynamic == nullptr;
  }
  Value get(Context& c) const override { return plain_ ? get_(self_, c, fixed_) : get_(self_, c, name(c)); }
  bool set(Context& c, const Value& v) const override { return set_ != nullptr && set_(self_, c, plain_ ? fixed_ : name(c), v); }
  bool settable() const override { return set_ != nullptr; }
  sdk::PvName& fixed() { return fixed_; }

 private:
  sdk::PvName name(Context& c) const {
    auto n = fixed_;
    if (name_.dynamic != nullptr) n.inner = name_.dynamic->eval(c);
    if (index_.dynamic != nullptr) n.index = index_.value(c);
    return n;
  }

  sdk::PvGet get_;
  sdk::PvSet set_;
  void* self_;
  InnerName name_;
  IndexNode index_;
  sdk::PvName fixed_;
  bool plain_;
};

class TransformedPv final : public TextPv {
 public:
  TransformedPv(std::string text, PvPtr base, std::vector<TransformNode> chain)
      : TextPv(std::move(text)), base_(std::move(base)), chain_(std::move(chain)) {}
  Value get(Context& c) const override {
    Value v = base_->get(c);
    for (const auto& t : chain_) {
      Value args[kMaxArguments];
      std::size_t n = 0;
      for (const auto& a : t.arguments) {
        if (n == kMaxArguments) break;
        if (a.pv != nullptr)
          args[n++] = a.pv->get(c);
        else
          args[n++] = a.is_number ? Value::both(a.number, a.text) : Value::string(a.text);
      }
      v = t.bound->call(c, v, {args, n});
      if (v.is_null()) break;
    }
    return v;
  }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  static constexpr std::size_t kMaxArguments = 8;
  PvPtr base_;
  std::vector<TransformNode> chain_;
};

}  // namespace

PvPtr make_null(std::string text) { return std::make_unique<NullPv>(std::move(text)); }
PvPtr make_rc(std::string text) { return std::make_unique<RcPv>(std::move(text)); }
PvPtr make_fixed(std::string text, std::optional<std::string> value, bool number) {
  return std::make_unique<FixedPv>(std::move(text), std::move(value), number);
}

PvPtr make_fixed_number(std::string text, std::int64_t value) { return std::make_unique<FixedNumberPv>(std::move(text), value); }

PvPtr make_runtime(std::string text, const RuntimeVariables::Variable& variable) {
  return std::make_unique<RuntimePv>(std::move(text), variable);
}

PvPtr make_module_pv(std::string text, const sdk::BoundVariable& bound, InnerName name, bool has_inner, IndexNode index, std::string& error) {
  bool fixed = name.dynamic == nullptr;
  auto pv = std::make_unique<ModulePv>(std::move(text), bound, std::move(name), std::move(index));
  if (bound.prepare != nullptr && fixed && has_inner) {
    auto prepared = bound.prepare(bound.self, pv->fixed().inner);
    if (!prepared) {
      error = prepared.error();
      return nullptr;
    }
    pv->fixed().prepared = *prepared;
  }
  return pv;
}

PvPtr make_transformed(std::string text, PvPtr base, std::vector<TransformNode> chain) {
  return std::make_unique<TransformedPv>(std::move(text), std::move(base), std::move(chain));
}

}  // namespace kukini::script
