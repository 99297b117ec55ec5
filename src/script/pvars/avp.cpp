// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $avp(name): assigning adds a value on top, $null takes the top one away; [*] stands for all of a name.
#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

namespace {

/// "s:x" is x; "i:7" stays a name of its own, as numbers are.
std::string_view plain_name(std::string_view name) {
  if (name.size() > 2 && name[1] == ':' && (name[0] == 's' || name[0] == 'S')) name.remove_prefix(2);
  return name;
}

class AvpPv final : public TextPv {
 public:
  AvpPv(std::string text, InnerName name, IndexNode index) : TextPv(std::move(text)), name_(std::move(name)), index_(std::move(index)) {
    if (name_.dynamic == nullptr) id_ = sdk::intern_name(plain_name(name_.fixed));
  }
  Value get(Context& c) const override {
    if (c.state == nullptr) return Value::null();
    auto id = id_of(c);
    if (index_.kind == IndexNode::Kind::all) return all(c, id);
    const auto* avp = c.state->avps.find(id, index_.kind == IndexNode::Kind::none ? 0 : index_.value(c));
    return avp != nullptr ? avp->value : Value::null();
  }
  bool set(Context& c, const Value& value) const override {
    if (c.state == nullptr) return false;
    auto id = id_of(c);
    auto& avps = c.state->avps;
    if (index_.kind == IndexNode::Kind::all) avps.remove_all(id);
    if (!value.is_null())
      avps.push(c.state_arena(), id, value);
    else if (index_.kind != IndexNode::Kind::all)
      avps.remove(id);
    return true;
  }
  bool settable() const override { return true; }

 private:
  sdk::NameId id_of(Context& c) const {
    if (id_ != 0) return id_;
    if (name_.single != nullptr) {
      Value v = name_.single->get(c);
      NumberText buffer;
      if (v.type == Value::Type::integer) return sdk::intern_name(c.arena->concat("i:", buffer.write(v.i)));
    }
    return sdk::intern_name(plain_name(name_.dynamic->eval(c)));
  }
  static Value all(Context& c, sdk::NameId id) {
    std::size_t bytes = 0;
    NumberText buffer;
    bool any = false;
    for (auto* a = c.state->avps.first(); a != nullptr; a = a->next)
      if (a->name == id) bytes += to_text(a->value, buffer).size() + 2, any = true;
    if (!any) return Value::null();
    auto* out = static_cast<char*>(c.arena->allocate(bytes, 1));
    std::size_t n = 0;
    for (auto* a = c.state->avps.first(); a != nullptr; a = a->next) {
      if (a->name != id) continue;
      if (n != 0) out[n++] = ',', out[n++] = ' ';
      auto text = to_text(a->value, buffer);
      if (!text.empty()) std::memcpy(out + n, text.data(), text.size());
      n += text.size();
    }
    return Value::string({out, n});
  }

  InnerName name_;
  IndexNode index_;
  sdk::NameId id_ = 0;
};

}  // namespace

PvPtr make_avp(std::string text, InnerName name, IndexNode index) {
  return std::make_unique<AvpPv>(std::move(text), std::move(name), std::move(index));
}

}  // namespace kukini::script
