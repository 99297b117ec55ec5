// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Server: one configuration running on a set of workers. load → prepare → start → (reload)* → stop.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/own_names.hpp"
#include "diag/diagnostic.hpp"
#include "io/host.hpp"
#include "script/front.hpp"
#include "sdk/bindings.hpp"
#include "sdk/module.hpp"

namespace kukini::core {

class Worker;

/// What the command line adds to the script.
struct ServerOptions {
  std::string config_file = "/etc/kamailio/kamailio.cfg";
  std::string config_text;             ///< in place of the file where not empty; config_file is its name (tests)
  script::ParseOptions parse;
  std::vector<std::string> listen;     ///< "udp:1.2.3.4:5060", besides the script's
  std::vector<std::string> aliases;
  std::vector<std::string> load_modules, module_paths;
  struct ModParam {
    std::string module, name;
    sdk::ParamValue value;
  };
  std::vector<ModParam> mod_params;
  std::string run_dir = "/run/kamailio";
  unsigned workers = 0;                ///< upper bound; 0: `children` of the script, the cores of the machine
  unsigned exact_workers = 0;          ///< this many, whatever the machine has (tests, simulation)
  std::optional<int> debug;
  std::optional<bool> auto_aliases;
  std::string advertised_address;
  bool check_only = false;             ///< load() only judges: what Kukini lacks is a warning, see missing()
};

struct StatisticInfo {
  std::string group, name;
};

class Server {
 public:
  /// `host` must outlive the server.
  Server(io::Host& host, ServerOptions options);
  Server(const Server&) = delete;
  ~Server();

  /// Reads and checks the script, loads modules, sets their parameters: all that `kukini -c` does. False: errors are in `emitter`.
  bool load(diag::Emitter& emitter);
  /// Opens sockets, initialises modules, builds the program. After it privileges may be dropped.
  bool prepare(diag::Emitter& emitter);
  /// Starts the worker threads. With `threads` false the caller steps the workers itself (simulation): step().
  base::Result<> start(bool threads = true);
  /// New work is refused (503) but what has begun goes on, until nothing is left or `drain_ms` have passed; then ends all workers.
  void stop(unsigned drain_ms = 0);
  /// Reads the script again and swaps the program on every worker between messages. False: nothing has changed, errors say why.
  /// Changes that need a restart (modparams, listen, modules) are warnings.
  bool reload(diag::Emitter& emitter);

  /// Where reload() finds the script from now on: for when the working directory is about to change. Before start().
  void set_config_file(std::string path);

  /// Not threaded: one turn of each worker in order, at the host's present time. True while anything was done.
  bool step();
  /// Not threaded: when a worker next has a timer due (milliseconds of the host's clock); UINT64_MAX for never.
  std::uint64_t next_due();

  /// After load() with check_only: what keeps Kukini from running the script, see sema::Summary.
  const std::map<std::string, unsigned, std::less<>>& missing() const;
  bool provides_module(std::string_view name) const;

  const script::Settings& settings() const;
  const sdk::Bindings& bindings() const;
  const ServerOptions& options() const;
  std::span<const io::ListenSocket> sockets() const;
  /// Of the script, the command line and the name service. After prepare().
  std::span<const Alias> aliases() const;
  unsigned worker_count() const;
  sdk::Worker& worker(unsigned index);
  /// Names of the loaded modules, in load order.
  std::vector<std::string> modules() const;
  void post_to_worker(unsigned index, std::function<void(sdk::Worker&)> task);
  /// A service that a module offers, null where none does. After prepare().
  template <class Service>
  Service* service() const { return static_cast<Service*>(find_service(Service::kName)); }

  // Statistics, any thread.
  std::vector<StatisticInfo> statistics() const;
  std::optional<std::int64_t> statistic(std::string_view group, std::string_view name) const;
  /// From now on the counter counts from zero (computed ones: false).
  bool clear_statistic(std::string_view group, std::string_view name);

  /// Runtime variables group.name, of modules and of the script. `text` holds null while the variable is a number.
  struct RuntimeVariable {
    std::string group, name, brief;
    std::atomic<std::int64_t>* value;
    std::atomic<const std::string*>* text;
  };
  std::vector<RuntimeVariable> runtime_variables() const;
  void set_runtime_text(std::string_view group, std::string_view name, std::string_view text);

  std::int64_t start_wall_us() const;
  std::uint64_t parked() const;  ///< scripts that wait at this moment
  /// Not threaded: arenas lent out at this moment, 0 when nothing is served and no transaction is left.
  std::int64_t arenas_out() const;

  struct State;

 private:
  void* find_service(std::string_view name) const;
  std::unique_ptr<State> state_;
};

}  // namespace kukini::core
