// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $shv(name): variables shared by all workers; $shvinc(name); their control commands and modparam.
#include <map>
#include <memory>
#include <mutex>

#include "base/text.hpp"
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

/// One variable. Starts as the number 0.
struct Shared {
  std::mutex lock;
  bool is_text = false;
  std::int64_t number = 0;
  std::string text;
};

/// All of them; a name is never forgotten, so that a Shared* stays valid.
class SharedTable {
 public:
  Shared* get(string_view name) {
    std::lock_guard hold(lock_);
    auto at = all_.find(name);
    if (at == all_.end()) at = all_.emplace(std::string(name), std::make_unique<Shared>()).first;
    return at->second.get();
  }
  Shared* find(string_view name) {
    std::lock_guard hold(lock_);
    auto at = all_.find(name);
    return at == all_.end() ? nullptr : at->second.get();
  }
  template <class Visit>
  void each(Visit visit) {
    std::lock_guard hold(lock_);
    for (auto& [name, shared] : all_) visit(name, *shared);
  }

 private:
  std::mutex lock_;
  std::map<std::string, std::unique_ptr<Shared>, std::less<>> all_;
};
SharedTable g_shared;

Shared* of(const PvName& n) {
  return n.prepared != nullptr ? static_cast<Shared*>(const_cast<void*>(n.prepared)) : g_shared.get(n.inner);
}
Result<const void*> prepare_shared(void*, string_view inner) {
  if (inner.empty()) return Error{"the name of a shared variable is missing"};
  return static_cast<const void*>(g_shared.get(inner));
}

Value shared(void*, Context& c, const PvName& n) {
  auto* s = of(n);
  std::lock_guard hold(s->lock);
  return s->is_text ? Value::string(c.arena->copy(s->text)) : Value::integer(s->number);
}
/// Without a value it becomes empty text.
void assign(Shared& s, const Value& v) {
  std::lock_guard hold(s.lock);
  s.is_text = v.is_string() || v.is_null();
  s.number = v.is_integer() ? v.i : 0;
  s.text.assign(v.is_string() ? v.s : string_view{});
}
bool set_shared(void*, Context&, const PvName& n, const Value& v) {
  assign(*of(n), v);
  return true;
}
Value increment(void*, Context&, const PvName& n) {
  auto* s = of(n);
  std::lock_guard hold(s->lock);
  if (s->is_text) return Value::null();
  return Value::integer(++s->number);
}

RpcValue describe(const std::string& name, Shared& s) {
  std::lock_guard hold(s.lock);
  RpcStruct out{{"name", name}, {"type", s.is_text ? "string" : "int"}};
  out.emplace_back("value", s.is_text ? RpcValue(s.text) : RpcValue(s.number));
  return out;
}

void rpc_get(RpcCall& call) {
  if (call.has(0)) {
    auto name = call.text(0);
    auto* s = g_shared.find(name);
    if (s == nullptr) return call.fault(500, "Variable not found");
    return call.add(describe(name, *s));
  }
  g_shared.each([&](const std::string& name, Shared& s) { call.add(describe(name, s)); });
}

void rpc_set(RpcCall& call) {
  if (!call.has(2)) return call.fault(500, "Missing parameters: name, type (int or str), value");
  auto* s = g_shared.find(call.text(0));
  if (s == nullptr) return call.fault(500, "Variable not found");
  auto type = call.text(1), text = call.text(2);
  if (type == "int") {
    std::int64_t number = 0;
    if (call.number(2, number)) assign(*s, Value::integer(number));
  } else if (type == "str") {
    assign(*s, Value::string(text));
  } else {
    call.fault(500, "Invalid type: int or str is expected");
  }
}

struct Given {
  std::string name;
  Value value;
};
/// "name=i:10" or "name=s:text"
Result<Given> parse_given(string_view param, string_view text) {
  auto equals = text.find('=');
  auto value = equals == text.npos ? string_view{} : text.substr(equals + 1);
  if (equals == 0 || value.size() < 2 || value[1] != ':')
    return Error{std::string(param) + ": expected name=i:number or name=s:text, not \"" + std::string(text) + "\""};
  std::string name(base::trim(text.substr(0, equals)));
  auto number = base::to_number(value.substr(2));
  if (value[0] == 's' || value[0] == 'S') return Given{name, Value::string(value.substr(2))};
  if ((value[0] == 'i' || value[0] == 'I') && number) return Given{name, Value::integer(*number)};
  return Error{std::string(param) + ": \"" + std::string(value) + "\" is neither i:number nor s:text"};
}
Result<> set_param(const ParamValue& v) {
  auto given = parse_given("shvset", v.text);
  if (!given) return Error{given.error()};
  assign(*g_shared.get(given->name), given->value);
  return {};
}
Result<> set_variable(const ParamValue& v) {
  auto given = parse_given("varset", v.text);
  if (!given) return Error{given.error()};
  set_start_value_of_var(given->name, given->value);
  return {};
}

}  // namespace

void bind_shared(Binder& b) {
  b.variable("shv", &shared, &set_shared, nullptr, &prepare_shared);
  b.variable("shvinc", &increment, nullptr, nullptr, &prepare_shared);
  b.rpc("pv.shvGet", &rpc_get);
  b.rpc("pv.shvSet", &rpc_set);
  b.param("shvset", &set_param);
  b.param("varset", &set_variable);
  b.param_ignored("avp_aliases");
}

}  // namespace kukini::modules::pv
