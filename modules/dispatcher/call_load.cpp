// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Counting calls on destinations.
#include "call_load.hpp"

#include "sdk/worker.hpp"

namespace kukini::modules::dispatcher {

CallLoad::CallLoad() {
  timer_.owner = this;
  timer_.fire = [](sdk::Timer& t, sdk::Worker& worker) {
    auto& timer = static_cast<SweepTimer&>(t);
    timer.owner->expire(worker.now_ms());
    worker.timers().arm(timer, worker.now_ms() + timer.interval_ms);
  };
}
CallLoad::~CallLoad() = default;

void CallLoad::set(std::string_view call_id, std::shared_ptr<Live> live, std::uint64_t expires_ms) {
  live->load.fetch_add(1, std::memory_order_relaxed);
  auto it = calls_.find(call_id);
  if (it == calls_.end()) {
    calls_.emplace(std::string(call_id), Call{std::move(live), expires_ms});
    return;
  }
  it->second.live->load.fetch_sub(1, std::memory_order_relaxed);
  it->second = {std::move(live), expires_ms};
}

bool CallLoad::confirm(std::string_view call_id, std::uint64_t expires_ms) {
  auto it = calls_.find(call_id);
  if (it == calls_.end()) return false;
  it->second.expires_ms = expires_ms;
  return true;
}

bool CallLoad::remove(std::string_view call_id) {
  auto it = calls_.find(call_id);
  if (it == calls_.end()) return false;
  it->second.live->load.fetch_sub(1, std::memory_order_relaxed);
  calls_.erase(it);
  return true;
}

void CallLoad::expire(std::uint64_t now_ms) {
  std::erase_if(calls_, [&](auto& entry) {
    if (entry.second.expires_ms > now_ms) return false;
    entry.second.live->load.fetch_sub(1, std::memory_order_relaxed);
    return true;
  });
}

void CallLoad::start(sdk::Worker& worker, std::uint64_t interval_ms) {
  timer_.interval_ms = interval_ms;
  worker.timers().arm(timer_, worker.now_ms() + interval_ms);
}
void CallLoad::stop(sdk::Worker& worker) { worker.timers().cancel(timer_); }

}  // namespace kukini::modules::dispatcher
