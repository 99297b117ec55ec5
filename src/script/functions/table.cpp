// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The core's functions by name, table and code together.
#include <map>

#include "catalog/core_manifest.hpp"
#include "script/functions/core_functions.hpp"

namespace kukini::script {

namespace {
/// What is a module's in Kamailio (kex, corex) sets $rc; what its core has does not.
bool of_a_module(std::string_view name) {
  for (std::string_view n : {"append_branch", "send", "send_tcp", "setbflag", "resetbflag", "isbflagset", "setsflag", "resetsflag", "issflagset", "setdsturi", "resetdsturi",
                             "isdsturiset"})
    if (n == name) return true;
  return false;
}

std::map<std::string_view, sdk::BoundFunction> make_table() {
  std::map<std::string_view, sdk::FunctionCall> code;
  for (auto list : {flag_functions(), uri_functions(), destination_functions(), misc_functions()})
    for (const auto& f : list) code.emplace(f.name, f.call);
  std::map<std::string_view, sdk::BoundFunction> out;
  for (const auto& decl : catalog::kManifest_core.functions)
    if (auto it = code.find(decl.name); it != code.end()) out.emplace(decl.name, sdk::BoundFunction{&decl, of_a_module(decl.name) ? "kex" : "core", it->second, nullptr, nullptr});
  return out;
}
}  // namespace

const sdk::BoundFunction* find_core_function(std::string_view name) {
  static const auto table = make_table();
  auto it = table.find(name);
  return it != table.end() ? &it->second : nullptr;
}

}  // namespace kukini::script
