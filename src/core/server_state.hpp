// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: what a Server is made of.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/server.hpp"
#include "core/statistics.hpp"
#include "core/worker.hpp"
#include "registry/registry.hpp"
#include "script/build.hpp"
#include "script/runtime.hpp"

namespace kukini::core {

/// The InitContext of all modules; lives as long as the server, for the prepare functions that keep it.
class Starter;

struct Server::State {
  State(io::Host& h, ServerOptions o);
  ~State();

  io::Host& host;
  ServerOptions options;
  script::Front front;
  std::unique_ptr<script::Script> script;  ///< until the program is built
  script::Configuration config;
  std::map<std::string, unsigned, std::less<>> missing;  ///< sema::Summary of the last read()
  registry::Registry registry;
  std::unique_ptr<Starter> starter;
  StatisticTable statistics;
  std::unique_ptr<OwnNames> names;
  Shared shared;
  sdk::ProgramPtr program;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<std::thread> threads;
  bool threaded = false, running = false;
  std::int64_t start_wall_us = 0;

  std::map<std::string, void*, std::less<>> services;
  script::RuntimeVariables runtime;

  // load.cpp
  /// Parse, read, check. Errors are in `emitter`.
  script::Front::Read read(diag::Emitter& emitter);
  /// Modules of third parties are loaded before the check: their tables are all that is known of them.
  void load_foreign(const script::Configuration& read, diag::Emitter& emitter);
  void load_modules(diag::Emitter& emitter);
  void set_params(diag::Emitter& emitter);
  std::vector<io::ListenEntry> listen_entries(diag::Emitter& emitter) const;
  std::vector<Alias> aliases() const;
  /// What the addresses are called (auto_aliases).
  void add_names_of(std::span<const io::ListenSocket> sockets, std::vector<Alias>& out) const;
  io::HostSettings host_settings() const;
  void warn_of_restart(const script::Front::Read& fresh, diag::Emitter& emitter) const;

  // server.cpp
  /// What scripts say about Via (xavp_via_params and its kin, server_id).
  static void set_via_names(const script::Settings& settings);
  script::BuildOptions build_options(const script::Settings& settings);
  unsigned worker_limit() const;
  std::int64_t sum(std::uint32_t id) const;
  bool busy();
};

/// A problem of the configuration as a whole.
void report(diag::Emitter& emitter, const std::string& file, diag::Severity severity, std::string code, std::string message);

/// Cores that this process may use: affinity mask and cgroup CPU quota, at least 1.
unsigned usable_cores();

}  // namespace kukini::core
