// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Registry: the control commands by name, those of the modules and those built in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/bindings.hpp"
#include "sdk/rpc.hpp"

namespace kukini::rpc {

class Host;

/// Filled before the control thread starts, constant afterwards.
class Registry {
 public:
  struct Command {
    std::string help;
    sdk::RpcHandler handler;
  };
  /// A later command of the same name replaces the earlier one.
  void add(std::string name, std::string help, sdk::RpcHandler handler);
  /// Commands of the loaded modules.
  void add(const sdk::Bindings& bindings);

  const Command* find(std::string_view name) const;
  std::vector<std::string> names() const;  ///< sorted
  /// Runs call.method; "command … not found" (500) where there is none. An exception of a handler becomes fault 500.
  void run(sdk::RpcCall& call) const;

 private:
  std::map<std::string, Command, std::less<>> commands_;
};

/// core.*, system.*, cfg.*, stats.*, pkg.*: there whether or not the modules that bring them in Kamailio are loaded.
/// `host` outlives the registry.
void add_builtin_commands(Registry& registry, Host& host);
/// The parts of add_builtin_commands.
void add_core_commands(Registry& registry, Host& host);
void add_system_commands(Registry& registry);
void add_cfg_commands(Registry& registry, Host& host);
void add_stats_commands(Registry& registry, Host& host);
void add_corex_commands(Registry& registry, Host& host);

}  // namespace kukini::rpc
