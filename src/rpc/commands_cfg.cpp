// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// cfg.*: reading and changing runtime variables, at once or in one step (set_delayed_*, commit), as Kamailio's cfg_rpc; always there.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "base/text.hpp"
#include "rpc/arguments.hpp"
#include "rpc/host.hpp"
#include "rpc/registry.hpp"
#include "sdk/log.hpp"

namespace kukini::rpc {

using sdk::RpcCall;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {

/// The variables with what was set and not yet committed. Control thread only.
class Variables {
 public:
  explicit Variables(Host& host) : host_(host) {}

  struct Variable {
    std::string group, name, brief;
    std::atomic<std::int64_t>* value;  ///< null: core.debug
    std::atomic<const std::string*>* text = nullptr;
    std::function<void(std::string_view)> set_text = {};
    const std::string* as_text() const { return text != nullptr ? text->load() : nullptr; }
    RpcValue get() const {
      if (const auto* t = as_text()) return *t;
      return value != nullptr ? value->load() : std::int64_t{sdk::g_debug_level.load()};
    }
    void set(const RpcValue& v) const {
      if (const auto* t = std::get_if<std::string>(&v.v))
        set_text(*t);
      else if (value != nullptr)
        value->store(std::get<std::int64_t>(v.v));
      else
        sdk::g_debug_level.store(static_cast<int>(std::get<std::int64_t>(v.v)));
    }
  };

  const std::vector<Variable>& all() {
    if (variables_.empty()) {
      variables_.push_back({"core", "debug", "debug level", nullptr});
      for (auto& v : host_.runtime_ints())
        if (v.group != "core" || v.name != "debug") variables_.push_back({v.group, v.name, v.brief, v.value, v.text, v.set_text});
      for (const auto& v : variables_) started_with_.push_back(v.get());
    }
    return variables_;
  }
  const Variable* find(std::string_view group, std::string_view name) {
    for (const auto& v : all())
      if (v.group == group && v.name == name) return &v;
    return nullptr;
  }
  const RpcValue& started_with(const Variable& v) const { return started_with_[static_cast<std::size_t>(&v - variables_.data())]; }

  std::map<const Variable*, RpcValue> delayed;

 private:
  Host& host_;
  std::vector<Variable> variables_;
  std::vector<RpcValue> started_with_;
};

using Shared = std::shared_ptr<Variables>;
constexpr const char* kNotSet = "Failed to set the variable";
constexpr const char* kNotGot = "Failed to get the variable";
constexpr const char* kGroupSyntax = "Wrong group syntax. Use \"group[id]\"";

void change(const Variables::Variable& v, const RpcValue& to) {
  v.set(to);
  if (const auto* text = std::get_if<std::string>(&to.v))
    sdk::log(sdk::Level::info, "core", "{}.{} has been changed to \"{}\"", v.group, v.name, *text);
  else
    sdk::log(sdk::Level::info, "core", "{}.{} has been changed to {}", v.group, v.name, std::get<std::int64_t>(to.v));
}

enum class Wanted { integer, text, either };

/// Reads group, name and value; null with a fault set where that fails.
const Variables::Variable* target(RpcCall& call, Variables& vars, Wanted wanted, RpcValue& to) {
  std::string group, name, text;
  std::int64_t n = 0;
  if (!want_string(call, 0, group) || !want_string(call, 1, name)) return nullptr;
  if (wanted == Wanted::integer && !want_int(call, 2, n)) return nullptr;
  if (wanted == Wanted::text && !want_string(call, 2, text)) return nullptr;
  if (wanted == Wanted::either && !call.has(2)) {
    want_string(call, 2, text);
    return nullptr;
  }
  const auto* v = vars.find(group, name);
  if (v != nullptr && v->as_text() != nullptr) {
    to = call.text(2);
    return v;
  }
  std::optional<std::int64_t> number = wanted == Wanted::integer ? std::optional(n) : base::to_number(call.text(2));
  if (v == nullptr || !number) {
    call.fault(400, kNotSet);
    return nullptr;
  }
  to = *number;
  return v;
}

void set_now(RpcCall& call, Variables& vars, Wanted wanted) {
  RpcValue to;
  if (const auto* v = target(call, vars, wanted, to)) change(*v, to);
}
void set_delayed(RpcCall& call, Variables& vars, Wanted wanted) {
  RpcValue to;
  if (const auto* v = target(call, vars, wanted, to)) vars.delayed[v] = to;
}

void get(RpcCall& call, Variables& vars) {
  std::string group, name;
  if (!want_string(call, 0, group)) return;
  if (call.has(1)) {
    if (!want_string(call, 1, name)) return;
    const auto* v = vars.find(group, name);
    if (v == nullptr) return call.fault(400, kNotGot);
    call.add(v->get());
    return;
  }
  RpcStruct all;
  for (const auto& v : vars.all())
    if (v.group == group) all.emplace_back(v.name, v.get());
  call.add(std::move(all));
}

void list(RpcCall& call, Variables& vars) {
  std::string group = call.text(0);
  for (const auto& v : vars.all())
    if (group.empty() || v.group == group) call.add(v.group + ": " + v.name);
}

void help(RpcCall& call, Variables& vars) {
  std::string group, name;
  if (!want_string(call, 0, group) || !want_string(call, 1, name)) return;
  const auto* v = vars.find(group, name);
  if (v == nullptr) return call.fault(400, "Failed to get the variable description");
  call.add(v->brief);
  call.add(v->as_text() != nullptr ? "(parameter type is string)" : "(parameter type is integer)");
}

void diff(RpcCall& call, Variables& vars) {
  for (const auto& [v, n] : vars.delayed)
    call.add(RpcStruct{{"group name", v->group}, {"variable name", v->name}, {"old value", v->get()}, {"new value", n}});
}

void commit(RpcCall&, Variables& vars) {
  for (const auto& [v, n] : vars.delayed) change(*v, n);
  vars.delayed.clear();
}

/// cfg.reset group [name]: back to the value the server started with.
void reset(RpcCall& call, Variables& vars) {
  std::string group, name;
  if (!want_string(call, 0, group)) return;
  name = call.text(1);
  for (const auto& v : vars.all())
    if (v.group == group && (name.empty() || v.name == name)) change(v, vars.started_with(v));
}

void no_groups(RpcCall& call) {
  std::string group;
  if (!want_string(call, 0, group)) return;
  if (group.size() < 4 || group.back() != ']' || group.find('[') == std::string::npos) return call.fault(400, kGroupSyntax);
  call.fault(400, "Group instances are not supported");
}

}  // namespace

void add_cfg_commands(Registry& registry, Host& host) {
  auto vars = std::make_shared<Variables>(host);
  auto add = [&](const char* name, const char* text, void (*run)(RpcCall&, Variables&)) {
    registry.add(name, text, [vars, run](RpcCall& call) { run(call, *vars); });
  };
  auto add_set = [&](const char* name, const char* text, void (*run)(RpcCall&, Variables&, Wanted), Wanted wanted) {
    registry.add(name, text, [vars, run, wanted](RpcCall& call) { run(call, *vars, wanted); });
  };
  add_set("cfg.set", "Sets a variable at once. Arguments: group, name, value.", set_now, Wanted::either);
  add_set("cfg.set_now_int", "Sets a variable at once. Arguments: group, name, integer.", set_now, Wanted::integer);
  add_set("cfg.seti", "Sets a variable at once. Arguments: group, name, integer.", set_now, Wanted::integer);
  add_set("cfg.set_now_string", "Sets a variable at once. Arguments: group, name, text.", set_now, Wanted::text);
  add_set("cfg.sets", "Sets a variable at once. Arguments: group, name, text.", set_now, Wanted::text);
  add_set("cfg.set_delayed", "Sets a variable at the next cfg.commit. Arguments: group, name, value.", set_delayed, Wanted::either);
  add_set("cfg.set_delayed_int", "Sets a variable at the next cfg.commit. Arguments: group, name, integer.", set_delayed, Wanted::integer);
  add_set("cfg.set_delayed_string", "Sets a variable at the next cfg.commit. Arguments: group, name, text.", set_delayed, Wanted::text);
  add("cfg.get", "The value of a variable, or of all in a group. Arguments: group, name.", get);
  add("cfg.list", "Names of variables. Argument: group.", list);
  add("cfg.help", "What a variable is for. Arguments: group, name.", help);
  add("cfg.diff", "Changes that wait for cfg.commit.", diff);
  add("cfg.commit", "Makes the delayed changes.", commit);
  add("cfg.rollback", "Forgets the delayed changes.", [](RpcCall&, Variables& v) { v.delayed.clear(); });
  add("cfg.reset", "Back to the values at the start. Arguments: group, name.", reset);
  for (const char* name : {"cfg.del", "cfg.del_delayed", "cfg.add_group_inst", "cfg.del_group_inst"})
    registry.add(name, "Group instances: not supported.", no_groups);
}

}  // namespace kukini::rpc
