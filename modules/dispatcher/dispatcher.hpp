// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module's class: parameters, per-worker state, and the script functions, which stand in files of their own by topic.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "call_load.hpp"
#include "list_file.hpp"
#include "probe.hpp"
#include "sdk/module.hpp"
#include "sdk/services/tm.hpp"
#include "settings.hpp"
#include "table.hpp"

namespace kukini::modules::dispatcher {

/// Where the first selected destination goes.
enum class Push : std::uint8_t { dst_uri, ruri, nowhere };

/// Indexes of a set's destinations in the order of use; in the context's arena.
struct Selection {
  const Set* set = nullptr;
  std::span<std::uint32_t> order;
};

/// What $dsv() shows while an event route runs.
struct Event {
  std::string uri;
  int set = 0;
  int code = 0;
  bool received = false;  ///< the reply came from the network
  std::string reason;
};

/// What ds_dsg_fetch() found, for $dsg().
struct Fetched {
  std::int64_t count = 0, active = 0, inactive = 0, rate = 0, sequence = 0, seconds = 0, microseconds = 0;
  bool valid = false;
};

struct PerWorker {
  Table::Reader reader;
  CallLoad calls;
  Prober prober;
  const Event* event = nullptr;
  Fetched fetched;
};

class Dispatcher final : public sdk::Module {
 public:
  ~Dispatcher() override;
  void bind(sdk::Binder& binder) override;
  sdk::Result<> init(sdk::InitContext& context) override;
  sdk::Result<> worker_init(sdk::Worker& worker) override;
  void worker_exit(sdk::Worker& worker) override;

  PerWorker& mine(sdk::Worker& worker) { return *static_cast<PerWorker*>(worker.slot(slot_)); }
  const Snapshot& snapshot(sdk::Worker& worker) { return mine(worker).reader.current(table_); }
  const Settings& settings() const { return settings_; }
  sdk::TmService* tm() const { return tm_; }
  int ping_state() const { return ping_state_.load(std::memory_order_relaxed); }
  std::span<const io::ListenSocket> sockets() const { return sockets_; }

  /// A ping of `d` was answered or not: new state, latency, event route.
  void on_ping(sdk::Worker& worker, const Destination& d, const sdk::LocalReply& reply);
  /// Sets the state and, when the destination went up or down by it, runs the event route soon.
  enum class By : std::uint8_t { ping, script };
  void change_state(sdk::Worker& worker, const Destination& d, std::uint32_t wanted, By by, int code, std::string_view reason, bool received = false);

  /// Reads the list file again. The error says what keeps the old list in place. Blocks: not on a worker.
  sdk::Result<> reload();

 private:
  // selection.cpp
  bool select(sdk::Context& c, const Set& set, std::int64_t algorithm, std::int64_t limit, Selection& out);
  bool fill_order(sdk::Context& c, const Set& set, std::uint32_t start, std::size_t limit, Selection& out);
  bool by_load(sdk::Context& c, const Set& set, std::uint32_t& start);
  std::uint32_t by_relative_weight(const Set& set);
  bool by_latency(sdk::Context& c, const Set& set, std::size_t limit, Selection& out);
  bool hash_of(sdk::Context& c, const Set& set, std::int64_t algorithm, std::uint64_t& out);

  // functions.cpp
  int do_select(sdk::Context& c, sdk::Args args, Push push);
  int select_dst(sdk::Context& c, sdk::Args args) { return do_select(c, args, Push::dst_uri); }
  int select_domain(sdk::Context& c, sdk::Args args) { return do_select(c, args, Push::ruri); }
  int select_only(sdk::Context& c, sdk::Args args) { return do_select(c, args, Push::nowhere); }
  int select_routes(sdk::Context& c, sdk::Args args);
  int next(sdk::Context& c, Push push);
  int next_dst(sdk::Context& c, sdk::Args) { return next(c, Push::dst_uri); }
  int next_domain(sdk::Context& c, sdk::Args) { return next(c, Push::ruri); }
  int set_current(sdk::Context& c, Push push);
  int set_dst(sdk::Context& c, sdk::Args) { return set_current(c, Push::dst_uri); }
  int set_domain(sdk::Context& c, sdk::Args) { return set_current(c, Push::ruri); }
  int mark_dst(sdk::Context& c, sdk::Args args);
  int mark_addr(sdk::Context& c, sdk::Args args);
  int list_exists(sdk::Context& c, sdk::Args args);
  int is_active(sdk::Context& c, sdk::Args args);
  int load_update(sdk::Context& c, sdk::Args args);
  int load_unset(sdk::Context& c, sdk::Args args);
  int script_reload(sdk::Context& c, sdk::Args args);
  int fetch_group(sdk::Context& c, sdk::Args args);
  int fetch_uri(sdk::Context& c, sdk::Args args);
  int set_overload(sdk::Context& c, sdk::Args args);
  void bind_functions(sdk::Binder& binder);

  // target.cpp
  void store(sdk::Context& c, const Selection& chosen, bool with_duid);
  void store_count(sdk::Context& c, std::int64_t count);
  bool use(sdk::Context& c, std::string_view uri, int socket, Push push);

  // match.cpp
  int is_from_list(sdk::Context& c, sdk::Args args);

  // variables.cpp
  void bind_variables(sdk::Binder& binder);

  // parameters.cpp
  void bind_parameters(sdk::Binder& binder);
  sdk::Result<> prepare_settings(sdk::InitContext& context);

  // commands.cpp
  void bind_commands(sdk::Binder& binder);
  bool reload_allowed();
  void list_command(sdk::RpcCall& call);
  void set_state_command(sdk::RpcCall& call, bool by_duid);
  void after_publish();

  // events
  void post_event(sdk::Worker& worker, const char* route, Event event);
  void resolve_names(sdk::Worker& worker);

  struct DnsTimer : sdk::Timer {
    Dispatcher* owner = nullptr;
  };

  Settings settings_;
  Table table_;
  std::span<const io::ListenSocket> sockets_;
  sdk::TmService* tm_ = nullptr;
  unsigned slot_ = 0;
  std::atomic<int> ping_state_{1};
  std::vector<std::atomic<sdk::Worker*>> workers_;
  std::vector<std::unique_ptr<PerWorker>> per_worker_;
  DnsTimer dns_timer_;
  std::mutex reload_mutex_;
  std::int64_t last_reload_ = INT64_MIN;  ///< steady milliseconds, under reload_mutex_
  std::vector<std::jthread> reloads_;     ///< under reload_mutex_
};

}  // namespace kukini::modules::dispatcher
