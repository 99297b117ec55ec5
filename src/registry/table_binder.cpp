// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The entries of a table, found by name as the module binds them.
#include "registry/table_binder.hpp"

namespace kukini::registry {

void TableBinder::mark(std::string_view kind, std::string_view name, bool in_table) {
  std::string key = std::string(kind) + " " + std::string(name);
  if (!in_table) wrong_.push_back(key + " is bound but not in the table");
  if (!bound_.insert(key).second) wrong_.push_back(key + " is bound twice");
}

void TableBinder::param(std::string_view name, std::function<base::Result<>(const sdk::ParamValue&)> set) {
  bool found = false;
  for (const auto& p : table_.params) found = found || p.name == name;
  mark("parameter", name, found);
  params_[std::string(name)] = std::move(set);
}

void TableBinder::function(std::string_view name, sdk::FunctionCall call, void* self, sdk::PrepareArg prepare) {
  bool found = false;
  for (const auto& f : table_.functions) {
    if (f.name != name) continue;
    found = true;
    bindings_.functions.emplace(std::string(name), sdk::BoundFunction{&f, table_.name, call, self, prepare});
  }
  mark("function", name, found);
}

void TableBinder::variable(std::string_view name, sdk::PvGet get, sdk::PvSet set, void* self, sdk::PrepareName prepare) {
  bool found = false;
  for (const auto& v : table_.variables) {
    if (v.name != name) continue;
    found = true;
    bindings_.variables[std::string(name)] = {&v, table_.name, get, set, self, prepare};
    if (v.settable != (set != nullptr)) wrong_.push_back("variable " + std::string(name) + (v.settable ? " can be assigned by its table, not by its code" : " can be assigned by its code, not by its table"));
  }
  mark("variable", name, found);
}

void TableBinder::transformation(std::string_view class_name, std::string_view name, sdk::TransformCall call) {
  bool found = false;
  std::string key = std::string(class_name) + "." + std::string(name);
  for (const auto& t : table_.transformations) {
    if (t.class_name != class_name || t.name != name) continue;
    found = true;
    bindings_.transformations[key] = {&t, table_.name, call};
  }
  mark("transformation", key, found);
}

void TableBinder::rpc(std::string_view name, sdk::RpcHandler handler) {
  bool found = false;
  for (const auto& r : table_.rpc) {
    if (r.name != name) continue;
    found = true;
    bindings_.rpc[std::string(name)] = {&r, table_.name, handler};
  }
  mark("command", name, found);
}

std::string TableBinder::mismatch() const {
  std::vector<std::string> wrong = wrong_;
  auto expect = [&](const char* kind, std::string_view name) {
    if (!bound_.contains(std::string(kind) + " " + std::string(name))) wrong.push_back(std::string(kind) + " " + std::string(name) + " is in the table but not bound");
  };
  for (const auto& p : table_.params) expect("parameter", p.name);
  for (const auto& f : table_.functions) expect("function", f.name);
  for (const auto& v : table_.variables) expect("variable", v.name);
  for (const auto& t : table_.transformations) expect("transformation", std::string(t.class_name) + "." + std::string(t.name));
  for (const auto& r : table_.rpc) expect("command", r.name);
  std::string text;
  for (std::size_t i = 0; i < wrong.size() && i < 5; ++i) text += (i == 0 ? "" : "; ") + wrong[i];
  if (wrong.size() > 5) text += "; and " + std::to_string(wrong.size() - 5) + " more";
  return text;
}

}  // namespace kukini::registry
