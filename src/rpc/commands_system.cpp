// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// system.*: what commands there are.
#include "rpc/registry.hpp"

namespace kukini::rpc {

using sdk::RpcCall;

void add_system_commands(Registry& registry) {
  const Registry* all = &registry;
  registry.add("system.listMethods", "Names of all commands.", [all](RpcCall& call) {
    for (auto& name : all->names()) call.add(std::move(name));
  });
  registry.add("system.methodHelp", "What a command is for. Argument: its name.", [all](RpcCall& call) {
    if (!call.has(0)) return call.fault(400, "Method Name Expected");
    const auto* command = all->find(call.text(0));
    if (command == nullptr) return call.fault(400, "command not found");
    call.add(command->help);
  });
  registry.add("system.methodSignature", "Not offered, as in Kamailio.", [](RpcCall& call) { call.fault(500, "Not Implemented Yet"); });
}

}  // namespace kukini::rpc
