// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Looking up and running control commands.
#include "rpc/registry.hpp"

#include <exception>

namespace kukini::rpc {

void Registry::add(std::string name, std::string help, sdk::RpcHandler handler) {
  commands_.insert_or_assign(std::move(name), Command{std::move(help), std::move(handler)});
}

void Registry::add(const sdk::Bindings& bindings) {
  for (const auto& [name, bound] : bindings.rpc) add(name, std::string(bound.decl->brief), bound.handler);
}

const Registry::Command* Registry::find(std::string_view name) const {
  auto it = commands_.find(name);
  return it != commands_.end() ? &it->second : nullptr;
}

std::vector<std::string> Registry::names() const {
  std::vector<std::string> all;
  all.reserve(commands_.size());
  for (const auto& [name, command] : commands_) all.push_back(name);
  return all;
}

void Registry::run(sdk::RpcCall& call) const {
  const auto* command = find(call.method);
  if (command == nullptr) {
    call.fault(500, "command " + call.method + " not found");
    return;
  }
  try {
    command->handler(call);
  } catch (const std::exception& e) {
    call.fault(500, std::string("Internal error: ") + e.what());
  }
}

void add_builtin_commands(Registry& registry, Host& host) {
  add_core_commands(registry, host);
  add_system_commands(registry);
  add_cfg_commands(registry, host);
  add_stats_commands(registry, host);
  add_corex_commands(registry, host);
}

}  // namespace kukini::rpc
