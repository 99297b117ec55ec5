// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Fibers: the stacks a worker runs scripts on: pooled, guarded, counted, switches known to the sanitizers.
#pragma once

#include <boost/context/fiber.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace kukini::core {

struct Fiber {
  boost::context::fiber context;   ///< while it does not run
  char* stack = nullptr;           ///< lowest usable byte; null for the thread's own stack
  std::size_t stack_bytes = 0;
  void* fake_stack = nullptr;      ///< AddressSanitizer's
  void* tsan = nullptr;            ///< ThreadSanitizer's
  bool finished = false;
};

/// All fibers of one thread. Stacks are reserved, not touched: an idle one costs the pages it has used.
class Fibers {
 public:
  static constexpr std::size_t kStackBytes = 256 * 1024;

  /// `body(self)` is run by each fiber, again and again; it must end each round by switching to another fiber.
  Fibers(void (*body)(void*), void* self, std::size_t max);
  Fibers(const Fibers&) = delete;
  /// All fibers but the thread's own must be idle (given back).
  ~Fibers();

  /// Call on the thread that will switch, before anything else: its own stack is main().
  void enter_thread();
  Fiber* main() { return &main_; }
  Fiber* current() { return current_; }
  /// An idle or new fiber; null when there are `max` already or memory is short.
  Fiber* take();
  void give_back(Fiber* fiber) { idle_.push_back(fiber); }
  /// Suspends the running fiber, runs `to`; returns when somebody switches back.
  void switch_to(Fiber* to);

  std::size_t made() const { return all_.size(); }
  std::size_t idle() const { return idle_.size(); }

 private:
  struct StackAllocator;
  boost::context::fiber run(boost::context::fiber&& from);
  void arrived(boost::context::fiber&& from);
  Fiber* make();

  void (*body_)(void*);
  void* self_;
  std::size_t max_;
  bool ending_ = false;
  Fiber main_;
  Fiber* current_ = &main_;
  Fiber* left_ = nullptr;  ///< who switched last
  std::vector<std::unique_ptr<Fiber>> all_;
  std::vector<Fiber*> idle_;
};

}  // namespace kukini::core
