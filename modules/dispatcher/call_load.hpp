// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CallLoad: which destination carries a call (algorithm 10), by Call-ID. One per worker: a call lives on one worker.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "destination.hpp"
#include "sdk/timer.hpp"

namespace kukini::modules::dispatcher {

class CallLoad {
 public:
  CallLoad();
  ~CallLoad();

  /// Counts the call on `live` until `expires_ms`; a call that is counted elsewhere moves. Times are of the worker's clock.
  void set(std::string_view call_id, std::shared_ptr<Live> live, std::uint64_t expires_ms);
  /// The call was answered: counts until `expires_ms`. False where it is unknown.
  bool confirm(std::string_view call_id, std::uint64_t expires_ms);
  bool remove(std::string_view call_id);
  /// Forgets what has expired, now and every `interval_ms`.
  void start(sdk::Worker& worker, std::uint64_t interval_ms);
  void stop(sdk::Worker& worker);
  void expire(std::uint64_t now_ms);
  std::size_t size() const { return calls_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
  };
  struct Call {
    std::shared_ptr<Live> live;
    std::uint64_t expires_ms = 0;
  };
  struct SweepTimer : sdk::Timer {
    CallLoad* owner = nullptr;
    std::uint64_t interval_ms = 0;
  };
  std::unordered_map<std::string, Call, Hash, std::equal_to<>> calls_;
  SweepTimer timer_;
};

}  // namespace kukini::modules::dispatcher
