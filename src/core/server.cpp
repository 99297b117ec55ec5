// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Life of a server: load, prepare, start, reload, stop.
#include "core/server.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>

#include "core/server_state.hpp"
#include "core/starter.hpp"
#include "script/build.hpp"
#include "sdk/log.hpp"
#include "sdk/services/tm.hpp"
#include "sdk/via.hpp"

namespace kukini::core {

Server::State::State(io::Host& h, ServerOptions o)
    : host(h), options(std::move(o)), starter(std::make_unique<Starter>(*this)) {}

Server::State::~State() {
  workers.clear();
  program.reset();
}

unsigned Server::State::worker_limit() const {
  if (options.exact_workers != 0) return options.exact_workers;
  unsigned cores = usable_cores();
  auto bound = options.workers != 0 ? options.workers : static_cast<unsigned>(std::clamp<std::int64_t>(config.settings.children, 1, 4096));
  return std::max(1u, std::min(cores, bound));
}

void Server::State::set_via_names(const script::Settings& settings) {
  auto id = [&](const char* name) {
    auto it = settings.all.find(name);
    return it == settings.all.end() || it->second.text.empty() ? sdk::NameId{0} : sdk::intern_name(it->second.text);
  };
  auto& names = sdk::via_names();
  names.params = id("xavp_via_params");
  names.fields = id("xavp_via_fields");
  names.reply_params = id("xavp_via_reply_params");
  names.server_id = settings.server_id;
}

script::BuildOptions Server::State::build_options(const script::Settings& settings) {
  script::BuildOptions build;
  build.runtime = &runtime;
  build.max_while_loops = settings.max_while_loops;
  build.max_recursive_level = settings.max_recursive_level;
  build.return_mode = settings.number("return_mode", 0);
  return build;
}

std::int64_t Server::State::sum(std::uint32_t id) const {
  std::int64_t total = 0;
  for (const auto& w : workers) total += w->cell(id);
  return total;
}

Server::Server(io::Host& host, ServerOptions options) : state_(std::make_unique<State>(host, std::move(options))) {}
Server::~Server() {
  if (state_->running) stop(0);
}

bool Server::load(diag::Emitter& emitter) {
  auto& s = *state_;
  auto loaded = s.read(emitter);
  s.script = std::move(loaded.script);
  s.config = std::move(loaded.config);
  sdk::g_debug_level.store(s.options.debug.value_or(static_cast<int>(s.config.settings.debug)));
  if (s.config.settings.all.contains("max_branches"))
    sdk::g_max_branches = static_cast<std::size_t>(std::clamp<std::int64_t>(s.config.settings.max_branches, 1, sdk::kMaxBranches));
  if (emitter.failed()) return false;
  s.load_modules(emitter);
  if (emitter.failed()) return false;
  s.set_params(emitter);
  if (auto needs = s.registry.check_needs(); !needs) report(emitter, s.options.config_file, diag::Severity::error, "module-needs", needs.error());
  return !emitter.failed();
}

bool Server::prepare(diag::Emitter& emitter) {
  auto& s = *state_;
  const auto& settings = s.config.settings;
  auto fail = [&](const char* code, std::string message) {
    report(emitter, s.options.config_file, diag::Severity::error, code, std::move(message));
    return false;
  };
  s.host.configure(s.host_settings());
  auto entries = s.listen_entries(emitter);
  auto sockets = s.host.expand(entries);
  if (!sockets) return fail("listen", sockets.error());
  if (sockets->empty()) return fail("listen", "there is no address to listen on; add listen=udp:ADDRESS:PORT");
  auto aliases = s.aliases();
  s.add_names_of(*sockets, aliases);
  s.names = std::make_unique<OwnNames>(std::move(*sockets), s.host.local_addresses(), std::move(aliases));

  s.shared.host = &s.host;
  s.shared.names = s.names.get();
  s.shared.force_rport = settings.force_rport;
  s.shared.mhomed = settings.mhomed;
  s.shared.received_event = settings.number("received_route_mode", 0) != 0;
  s.shared.onsend_replies = settings.onsend_route_reply != 0;
  s.shared.reply_to_via = settings.reply_to_via;
  if ((settings.number("use_dst_blocklist", 0) != 0 || settings.number("use_dst_blacklist", 0) != 0) && settings.number("dst_blocklist_init", 1) != 0 &&
      settings.number("dst_blacklist_init", 1) != 0) {
    auto seconds = std::clamp<std::int64_t>(settings.number("dst_blocklist_expire", settings.number("dst_blacklist_expire", 60)), 1, 1 << 20);
    s.shared.blocklist = std::make_unique<Blocklist>(static_cast<std::uint64_t>(seconds) * 1000);
  }
  s.shared.local_rport = settings.number("local_rport", 0) != 0;
  s.shared.sip_warning = settings.sip_warning;
  s.shared.advertised_host = !s.options.advertised_address.empty() ? s.options.advertised_address : settings.advertised_address;
  s.shared.advertised_port = settings.advertised_port;
  s.shared.server_line = !settings.server_signature         ? ""
                         : settings.server_header.empty() ? "Server: Kukini (" KUKINI_VERSION ")\r\n"
                                                           : settings.server_header + "\r\n";
  s.shared.user_agent_line = !settings.server_signature            ? ""
                             : settings.user_agent_header.empty() ? "User-Agent: Kukini (" KUKINI_VERSION ")\r\n" : settings.user_agent_header + "\r\n";

  // Sockets first: a port in use is what most often goes wrong, and modules may want to know the addresses.
  unsigned count = s.worker_limit();
  std::vector<std::unique_ptr<io::WorkerIo>> ios;
  for (unsigned i = 0; i < count; ++i) {
    auto io = s.host.open(i, count, s.names->sockets());
    if (!io) return fail("listen", io.error());
    ios.push_back(std::move(*io));
  }
  if (auto done = s.registry.init(*s.starter); !done) return fail("module-start", done.error());
  s.runtime.take(settings.custom);
  State::set_via_names(settings);
  if (!settings.log_prefix.empty()) {
    auto prefix = s.starter->parse_format(settings.log_prefix);
    if (!prefix) return fail("log-prefix", "log_prefix: " + prefix.error());
    s.shared.log_prefix = *prefix;
    s.shared.log_prefix_each_line = settings.log_prefix_mode != 0;
  }

  s.program = script::build(*s.script, s.registry.bindings(), s.build_options(settings), emitter);
  if (s.program == nullptr) return false;
  s.script.reset();

  s.shared.counters = s.statistics.counters();
  if (auto it = s.services.find(sdk::TmService::kName); it != s.services.end()) {
    auto* tm = static_cast<sdk::TmService*>(it->second);
    s.shared.is_known = [tm](sdk::Context& context) { return tm->knows(context); };
  }
  std::vector<Worker*> peers;
  for (unsigned i = 0; i < count; ++i) {
    s.workers.push_back(std::make_unique<Worker>(i, count, s.shared, std::move(ios[i])));
    s.workers.back()->set_program(s.program);
    peers.push_back(s.workers.back().get());
  }
  for (auto& w : s.workers) w->set_peers(peers);
  return true;
}

base::Result<> Server::start(bool threads) {
  auto& s = *state_;
  s.threaded = threads;
  s.start_wall_us = s.host.clock().wall_us();
  auto first = [](sdk::Worker& w) {
    w.run_event_route("core:modinit-before");
    w.run_event_route("core:worker-one-init");
  };
  if (!threads) {
    for (auto& w : s.workers) {
      w->enter_thread();
      if (auto done = s.registry.worker_init(*w); !done) return done;
    }
    s.workers[0]->post(first);
    s.running = true;
    return {};
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t ready = 0;
  std::string problem;
  for (auto& owned : s.workers) {
    Worker* w = owned.get();
    s.threads.emplace_back([&, w] {
      pthread_setname_np(pthread_self(), ("kukini-" + std::to_string(w->index())).c_str());
      w->enter_thread();
      auto done = s.registry.worker_init(*w);
      {
        std::lock_guard lock(mutex);
        ++ready;
        if (!done) problem = done.error();
        changed.notify_one();  // under the lock: start() may return, and these variables end, right after
      }
      w->run();
      w->leave_thread();  // scripts that wait come to their end while modules are still there
      state_->registry.worker_exit(*w);
      w->transport().flush();
    });
  }
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready == s.workers.size(); });
  }
  s.running = true;
  if (!problem.empty()) {
    stop(0);
    return base::Error{problem};
  }
  s.workers[0]->post(first);
  return {};
}

bool Server::State::busy() {
  for (const auto& w : workers)
    if (w->parked() != 0) return true;
  for (const auto& e : statistics.entries())
    if (e.read && (e.name == "active_transactions" || e.name == "inuse_transactions") && e.read() > 0) return true;
  return false;
}

void Server::stop(unsigned drain_ms) {
  auto& s = *state_;
  if (!s.running) return;
  s.shared.draining.store(true);
  if (s.threaded) {
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(drain_ms);
    while (std::chrono::steady_clock::now() < end && s.busy()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    for (auto& w : s.workers) w->request_stop();
    for (auto& t : s.threads) t.join();
    s.threads.clear();
  } else {
    for (auto& w : s.workers) {
      w->leave_thread();
      s.registry.worker_exit(*w);
      w->transport().flush();
    }
  }
  s.running = false;
}

bool Server::reload(diag::Emitter& emitter) {
  auto& s = *state_;
  auto fresh = s.read(emitter);
  if (emitter.failed()) return false;
  s.warn_of_restart(fresh, emitter);
  s.runtime.take(fresh.config.settings.custom, true);
  auto program = script::build(*fresh.script, s.registry.bindings(), s.build_options(fresh.config.settings), emitter);
  if (program == nullptr || emitter.failed()) return false;
  s.runtime.take(fresh.config.settings.custom);
  State::set_via_names(fresh.config.settings);
  if (!s.options.debug) sdk::g_debug_level.store(static_cast<int>(fresh.config.settings.debug));
  s.program = program;
  for (auto& w : s.workers)
    w->post([program](sdk::Worker& worker) { static_cast<Worker&>(worker).set_program(program); });
  return true;
}

void Server::set_config_file(std::string path) { state_->options.config_file = std::move(path); }

bool Server::step() {
  bool did = false;
  for (auto& w : state_->workers) did = w->step() || did;
  return did;
}

std::uint64_t Server::next_due() {
  std::uint64_t due = UINT64_MAX;
  for (auto& w : state_->workers) due = std::min(due, w->next_due());
  return due;
}

const std::map<std::string, unsigned, std::less<>>& Server::missing() const { return state_->missing; }
bool Server::provides_module(std::string_view name) const { return state_->front.provides_module(name); }
const script::Settings& Server::settings() const { return state_->config.settings; }
const sdk::Bindings& Server::bindings() const { return state_->registry.bindings(); }
const ServerOptions& Server::options() const { return state_->options; }
std::span<const io::ListenSocket> Server::sockets() const {
  return state_->names ? state_->names->sockets() : std::span<const io::ListenSocket>{};
}
std::span<const Alias> Server::aliases() const { return state_->names ? state_->names->aliases() : std::span<const Alias>{}; }
unsigned Server::worker_count() const { return static_cast<unsigned>(state_->workers.size()); }
sdk::Worker& Server::worker(unsigned index) { return *state_->workers[index]; }
std::vector<std::string> Server::modules() const { return state_->registry.names(); }
void Server::post_to_worker(unsigned index, std::function<void(sdk::Worker&)> task) { state_->workers[index]->post(std::move(task)); }

std::vector<StatisticInfo> Server::statistics() const {
  std::lock_guard lock(state_->statistics.mutex());
  std::vector<StatisticInfo> out;
  for (const auto& e : state_->statistics.entries()) out.push_back({e.group, e.name});
  return out;
}

std::optional<std::int64_t> Server::statistic(std::string_view group, std::string_view name) const {
  std::function<std::int64_t()> read;
  {
    std::lock_guard lock(state_->statistics.mutex());
    auto* e = state_->statistics.find(group, name);
    if (e == nullptr) return std::nullopt;
    if (!e->read) return state_->sum(e->id) - e->base;
    read = e->read;
  }
  return read();
}

bool Server::clear_statistic(std::string_view group, std::string_view name) {
  std::lock_guard lock(state_->statistics.mutex());
  auto* e = state_->statistics.find(group, name);
  if (e == nullptr || e->read) return false;
  e->base = state_->sum(e->id);
  return true;
}

std::vector<Server::RuntimeVariable> Server::runtime_variables() const {
  std::vector<RuntimeVariable> out;
  state_->runtime.each([&](script::RuntimeVariables::Variable& v) { out.push_back({v.group, v.name, v.brief, v.number, &v.text}); });
  return out;
}
void Server::set_runtime_text(std::string_view group, std::string_view name, std::string_view text) {
  if (const auto* v = state_->runtime.find(std::string(group) + "." + std::string(name))) state_->runtime.set_text(*v, text);
}
std::int64_t Server::start_wall_us() const { return state_->start_wall_us; }
std::int64_t Server::arenas_out() const {
  std::int64_t n = 0;
  for (const auto& w : state_->workers) n += w->arenas_out();
  return n;
}
std::uint64_t Server::parked() const {
  std::uint64_t n = 0;
  for (const auto& w : state_->workers) n += w->parked();
  return n;
}

void* Server::find_service(std::string_view name) const {
  auto at = state_->services.find(name);
  return at != state_->services.end() ? at->second : nullptr;
}

}  // namespace kukini::core
