// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pinging destinations with OPTIONS (or another method) through tm, and what the answers mean.
#include "probe.hpp"

#include "dispatcher.hpp"
#include "sdk/log.hpp"

namespace kukini::modules::dispatcher {

using sdk::Level;

namespace {
constexpr std::size_t kPerTurn = 32;     // pings sent in one turn …
constexpr std::uint64_t kTurnMs = 10;    // … and the pause after it
constexpr std::size_t kLooksPerTurn = 4096;

bool wants_ping(const Settings& s, const Destination& d) {
  auto state = d.state();
  if ((state & kDisabled) != 0 || (d.flags & kNoPing) != 0) return false;
  switch (static_cast<ProbingMode>(s.probing_mode)) {
    case ProbingMode::all: return true;
    case ProbingMode::inactive: return (state & kInactive) != 0 && (state & kProbing) != 0;
    default: return (state & kProbing) != 0;
  }
}

void send_ping(Dispatcher& owner, sdk::Worker& worker, const Destination& d) {
  const auto& s = owner.settings();
  sdk::LocalRequest request;
  request.method = s.ping_method;
  request.ruri = d.uri;
  request.to = d.uri;
  request.from = d.attrs.ping_from.empty() ? s.ping_from : d.attrs.ping_from;
  request.dst_uri = d.attrs.obproxy.empty() ? s.outbound_proxy : d.attrs.obproxy;
  request.send_socket = d.socket >= 0 ? d.socket : s.ping_socket_id >= 0 ? s.ping_socket_id : s.default_socket_id;
  request.timeout_ms = static_cast<std::uint64_t>(s.ping_fr_timer);
  auto sent = owner.tm()->send_request(worker, request, [&owner, set = d.set, uri = d.uri](sdk::Worker& w, const sdk::LocalReply& reply) {
    // The list may have changed since: what is gone is gone.
    if (const auto* now = owner.snapshot(w).find(set, uri)) owner.on_ping(w, *now, reply);
  });
  if (!sent) {
    sdk::log(Level::error, "dispatcher", "unable to ping [{}] in group [{}]: {}", d.uri, d.set, sent.error());
    sdk::LocalReply failed;
    failed.code = 503;
    failed.reason = "Not sent";
    owner.on_ping(worker, d, failed);
  }
}

}  // namespace

void Prober::start(Dispatcher& owner, sdk::Worker& worker) {
  owner_ = &owner;
  tick_.prober = this;
  tick_.fire = &Prober::fire;
  next_sweep_ms_ = worker.now_ms() + static_cast<std::uint64_t>(owner.settings().ping_interval) * 1000;
  worker.timers().arm(tick_, next_sweep_ms_);
}

void Prober::stop(sdk::Worker& worker) { worker.timers().cancel(tick_); }

void Prober::fire(sdk::Timer& timer, sdk::Worker& worker) { static_cast<Tick&>(timer).prober->turn(worker); }

void Prober::turn(sdk::Worker& worker) {
  auto now = worker.now_ms();
  if (!sweeping_) {
    sweeping_ = true;
    set_ = destination_ = 0;
    next_sweep_ms_ = now + static_cast<std::uint64_t>(owner_->settings().ping_interval) * 1000;
  }
  std::size_t sent = 0, looked = 0;
  const auto& sets = owner_->snapshot(worker).sets;
  while (owner_->ping_state() != 0 && set_ < sets.size() && sent < kPerTurn && looked < kLooksPerTurn) {
    const auto& all = sets[set_].destinations;
    if (destination_ >= all.size()) {
      ++set_;
      destination_ = 0;
      continue;
    }
    const auto& d = all[destination_++];
    ++looked;
    if (worker.owner_of(d.uri) != worker.index() || !wants_ping(owner_->settings(), d)) continue;
    send_ping(*owner_, worker, d);
    ++sent;
  }
  if (owner_->ping_state() == 0 || set_ >= sets.size()) sweeping_ = false;
  auto next = sweeping_ ? now + kTurnMs : next_sweep_ms_;
  worker.timers().arm(tick_, next > now ? next : now + 1);
}

void Dispatcher::on_ping(sdk::Worker& worker, const Destination& d, const sdk::LocalReply& reply) {
  if (settings_.ping_latency_stats != 0) {
    if (reply.timeout)
      d.live->latency.timeouts.fetch_add(1, std::memory_order_relaxed);
    else
      d.live->latency.add(static_cast<double>(reply.round_trip_ms), static_cast<double>(settings_.latency_alpha) / 1000);
  }
  auto mode = static_cast<ProbingMode>(settings_.probing_mode);
  auto state = d.state();
  if ((state & kDisabled) != 0) return;  // switched off while the ping was under way
  bool alive = !reply.timeout && settings_.reply_codes.accepts(reply.code);
  std::uint32_t wanted = alive ? 0u : std::uint32_t{kTrying};
  bool keep = mode == ProbingMode::all || (mode == ProbingMode::flagged && (state & kProbing) != 0);
  if (keep || (!alive && mode != ProbingMode::flagged_once)) wanted |= kProbing;
  change_state(worker, d, wanted, By::ping, reply.code, reply.timeout ? std::string_view() : reply.reason, !reply.timeout);
}

void Dispatcher::change_state(sdk::Worker& worker, const Destination& d, std::uint32_t wanted, By by, int code, std::string_view reason,
                              bool received) {
  auto& live = *d.live;
  std::uint32_t before = live.state.load(), after = 0;
  int counted = 0;  // once, however often the exchange is tried
  auto count = [&] { return counted != 0 ? counted : counted = live.counter.fetch_add(1) + 1; };
  do {
    after = (before & ~kStateBits) | (wanted & kStateBits);
    if ((wanted & kTrying) != 0) {
      if ((before & kInactive) != 0) {
        after = (after & ~kTrying) | kInactive;
        live.counter = 0;
      } else if (count() >= settings_.probing_threshold.load()) {
        after = (after & ~kTrying) | kInactive;
        live.counter = 0;
      }
    } else if (by == By::ping && (wanted & kInactive) == 0 && (before & kInactive) != 0) {
      if (count() < settings_.inactive_threshold.load())
        after |= kInactive | (before & kProbing);
      else
        live.counter = 0;
    } else {
      live.counter = 0;
    }
  } while (!live.state.compare_exchange_weak(before, after));

  bool was_down = (before & kInactive) != 0, is_down = (after & kInactive) != 0;
  if (was_down == is_down) return;
  sdk::log(Level::notice, "dispatcher", "destination {} in group {} is {}", d.uri, d.set, is_down ? "down" : "up");
  post_event(worker, is_down ? "dispatcher:dst-down" : "dispatcher:dst-up", Event{d.uri, d.set, code, received, std::string(reason)});
}

void Dispatcher::post_event(sdk::Worker& worker, const char* route, Event event) {
  if (worker.program() == nullptr || worker.program()->find_route(manifest::kEvent, route) < 0) return;
  worker.post([this, route, event = std::move(event)](sdk::Worker& w) {
    std::string request = "OPTIONS " + event.uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9\r\nFrom: <sip:dispatcher@localhost>;tag=1\r\nTo: <" + event.uri +
                          ">\r\nCall-ID: dispatcher-event\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    auto& m = mine(w);
    m.event = &event;
    w.run_event_route(route, request);
    m.event = nullptr;
  });
}

}  // namespace kukini::modules::dispatcher
