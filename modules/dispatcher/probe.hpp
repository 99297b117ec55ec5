// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Prober: pings the destinations of one worker's share, spread over time so that calls are not held up.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sdk/timer.hpp"

namespace kukini::modules::dispatcher {

class Dispatcher;

/// Every destination is probed by one worker, chosen by its URI. A sweep starts every ds_ping_interval seconds.
class Prober {
 public:
  void start(Dispatcher& owner, sdk::Worker& worker);
  void stop(sdk::Worker& worker);

 private:
  struct Tick : sdk::Timer {
    Prober* prober = nullptr;
  };
  static void fire(sdk::Timer& timer, sdk::Worker& worker);
  void turn(sdk::Worker& worker);

  Dispatcher* owner_ = nullptr;
  Tick tick_;
  std::uint64_t next_sweep_ms_ = 0;
  std::size_t set_ = 0, destination_ = 0;  ///< where the sweep goes on
  bool sweeping_ = false;
};

}  // namespace kukini::modules::dispatcher
