// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module dispatcher: start-up, workers, names of hosts.
#include "dispatcher.hpp"

#include "sdk/log.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_dispatcher;
}

namespace kukini::modules::dispatcher {

using sdk::Error;
using sdk::Level;
using sdk::Result;

namespace {
enum DnsMode : std::int64_t { kAtStart = 1, kOnTimer = 4 };
}

Dispatcher::~Dispatcher() { reloads_.clear(); }

void Dispatcher::bind(sdk::Binder& binder) {
  bind_parameters(binder);
  bind_functions(binder);
  bind_variables(binder);
  bind_commands(binder);
}

Result<> Dispatcher::init(sdk::InitContext& context) {
  if (auto ok = prepare_settings(context); !ok) return ok;
  slot_ = context.worker_slot();
  tm_ = context.service<sdk::TmService>();
  if (settings_.ping_interval > 0 && tm_ == nullptr)
    return Error{"dispatcher: ds_ping_interval is set, but destinations can be pinged only with the module tm loaded"};
  workers_ = std::vector<std::atomic<sdk::Worker*>>(context.worker_count());
  per_worker_.resize(context.worker_count());

  auto list = read_list(settings_.list_file, {sockets_, settings_.attrs_none != 0});
  if (!list) return Error{"dispatcher: list_file: " + list.error()};
  for (const auto& note : list->notes) sdk::log(Level::notice, "dispatcher", "{}", note);
  if (!list->errors.empty()) {
    std::string all;
    for (const auto& error : list->errors) all += "\n  " + error;
    return Error{"dispatcher: the list of destinations has errors:" + all};
  }
  if (list->destinations.empty()) sdk::log(Level::warning, "dispatcher", "{} has no destinations", settings_.list_file);
  table_.replace(std::move(list->destinations));
  table_.free_retired();
  return {};
}

Result<> Dispatcher::worker_init(sdk::Worker& worker) {
  auto& mine = per_worker_[worker.index()];
  mine = std::make_unique<PerWorker>();
  worker.slot(slot_) = mine.get();
  snapshot(worker);
  workers_[worker.index()] = &worker;
  if (settings_.ping_interval > 0) mine->prober.start(*this, worker);
  if (settings_.call_load() && settings_.hash_check_interval > 0) mine->calls.start(worker, static_cast<std::uint64_t>(settings_.hash_check_interval) * 1000);
  if (worker.index() == 0) {
    worker.post([this](sdk::Worker& w) { resolve_names(w); });
    if ((settings_.dns_mode & kOnTimer) != 0 && settings_.dns_interval > 0) {
      dns_timer_.owner = this;
      dns_timer_.fire = [](sdk::Timer& t, sdk::Worker& w) {
        auto* owner = static_cast<DnsTimer&>(t).owner;
        owner->resolve_names(w);
        w.timers().arm(t, w.now_ms() + static_cast<std::uint64_t>(owner->settings_.dns_interval) * 1000);
      };
      worker.timers().arm(dns_timer_, worker.now_ms() + static_cast<std::uint64_t>(settings_.dns_interval) * 1000);
    }
  }
  return {};
}

void Dispatcher::worker_exit(sdk::Worker& worker) {
  if (worker.index() >= per_worker_.size()) return;  // init() failed
  workers_[worker.index()] = nullptr;
  auto& mine = per_worker_[worker.index()];
  if (mine == nullptr) return;
  mine->prober.stop(worker);
  mine->calls.stop(worker);
  if (worker.index() == 0) worker.timers().cancel(dns_timer_);
}

/// Finds the addresses of destinations given by name, for ds_is_from_list().
void Dispatcher::resolve_names(sdk::Worker& worker) {
  if ((settings_.dns_mode & (kAtStart | kOnTimer)) == 0) return;
  for (const auto& set : snapshot(worker).sets)
    for (const auto& d : set.destinations) {
      if (d.address.family != io::Family::none || (d.flags & kNoResolve) != 0) continue;
      io::ResolveRequest request;
      request.host = d.host;
      request.port = d.port;
      request.protocol = d.protocol_given ? d.protocol : io::Protocol::none;
      request.secure = d.protocol == io::Protocol::tls;
      worker.resolver().resolve(request, [live = d.live, host = d.host](const std::vector<io::Resolved>& found) {
        if (found.empty()) return sdk::log(Level::warning, "dispatcher", "cannot resolve the destination's host {}", host);
        Live::Addresses all;
        for (const auto& r : found) all.push_back(r.address);
        live->set_addresses(std::move(all));
      });
    }
}

}  // namespace kukini::modules::dispatcher

KUKINI_MODULE(kukini::modules::kManifest_dispatcher, kukini::modules::dispatcher::Dispatcher);
