// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pace: how long a worker lets input collect before it looks again. Waking up costs more than serving a message does; at a steady
// rate one wake-up may as well serve several, as network cards do with their interrupts.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kukini::core {

class Pace {
 public:
  static constexpr std::uint64_t kWindowMs = 64;    ///< the rate is that of the last such time
  static constexpr std::uint64_t kLeastRate = 2000; ///< messages a second below which nothing is delayed
  static constexpr std::uint64_t kWanted = 12;      ///< messages that one wake-up should serve
  static constexpr unsigned kMostUs = 250;          ///< longest pause: a caller waits for two to four of them
  static constexpr unsigned kLeastUs = 100;         ///< shorter ones are not worth it: messages come in batches anyway

  /// `messages` were served in the turn that ends at `now_ms`.
  void served(std::size_t messages, std::uint64_t now_ms) {
    if (now_ms - window_ms_ >= kWindowMs) {
      rate_ = count_ * 1000 / (now_ms - window_ms_);
      window_ms_ = now_ms;
      count_ = 0;
    }
    count_ += messages;
    last_ = messages;
  }
  /// Microseconds to let pass before the next look; 0: none. After each turn that served something.
  unsigned pause_us() const {
    if (last_ == 0 || last_ >= kWanted || rate_ < kLeastRate) return 0;
    auto us = kWanted * 1000000 / rate_;
    return us < kLeastUs ? 0 : us > kMostUs ? kMostUs : static_cast<unsigned>(us);
  }
  std::uint64_t rate() const { return rate_; }

 private:
  std::uint64_t window_ms_ = 0, count_ = 0, rate_ = 0;
  std::size_t last_ = 0;
};

}  // namespace kukini::core
