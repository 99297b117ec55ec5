// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Timer and TimerWheel: millisecond timers of one worker, O(1) to arm and cancel, no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace kukini::sdk {

class Worker;

/// Embed in what owns it. Not copyable; cancel before destroying.
struct Timer {
  using Fire = void (*)(Timer&, Worker&);
  explicit Timer(Fire f = nullptr) : fire(f) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  bool armed() const { return prev != nullptr; }

  Fire fire;
  std::uint64_t due_ms = 0;
  Timer* prev = nullptr;
  Timer* next = nullptr;
};

class TimerWheel {
 public:
  TimerWheel();
  TimerWheel(const TimerWheel&) = delete;

  /// (Re)arms `timer` to fire at or after `due_ms` of the worker's clock.
  void arm(Timer& timer, std::uint64_t due_ms);
  void cancel(Timer& timer);
  /// Fires everything due up to `now_ms`, oldest first. A timer is disarmed before it fires and may re-arm itself. May be entered
  /// again while a callback is suspended: what is left is fired by whoever comes first.
  void advance(std::uint64_t now_ms, Worker& worker);
  /// Milliseconds until something may be due, at most `limit`.
  int wait_ms(std::uint64_t now_ms, int limit) const;
  std::size_t armed() const { return armed_; }
  /// Lower bound for the next due time, for simulated clocks; UINT64_MAX when nothing is armed.
  std::uint64_t next_due() const;
  /// Timers fired so far.
  std::uint64_t fired() const { return fired_; }

 private:
  static constexpr unsigned kBits = 8, kSlots = 1u << kBits, kLevels = 4;
  void place(Timer& timer);
  void cascade();
  void fire_expired(Worker& worker);
  std::array<std::array<Timer, kSlots>, kLevels> slots_;
  Timer expired_;  ///< due, not fired yet
  std::uint64_t fired_ = 0;
  std::uint64_t now_ = 0;
  std::size_t armed_ = 0;
};

}  // namespace kukini::sdk
