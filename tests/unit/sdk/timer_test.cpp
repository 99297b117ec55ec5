// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The timer wheel against a plain sorted list, under random operations.
#include "sdk/timer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <vector>

#include "sdk/worker.hpp"

namespace kukini::sdk {
namespace {

/// Only its address is used.
Worker& no_worker() {
  alignas(Worker) static char place[sizeof(Worker)];
  return *reinterpret_cast<Worker*>(place);
}

struct Model;
struct Tested : Timer {
  Model* model = nullptr;
  int id = 0;
};

struct Model {
  explicit Model(int timers) {
    for (int i = 0; i < timers; ++i) {
      auto t = std::make_unique<Tested>();
      t->model = this;
      t->id = i;
      t->fire = [](Timer& timer, Worker&) {
        auto& self = static_cast<Tested&>(timer);
        EXPECT_FALSE(self.armed());
        self.model->fired.emplace_back(self.id, self.due_ms);
        self.model->due.erase(self.id);
      };
      all.push_back(std::move(t));
    }
  }
  void arm(int id, std::uint64_t at) {
    wheel.arm(*all[static_cast<std::size_t>(id)], at);
    due[id] = at;
  }
  void cancel(int id) {
    wheel.cancel(*all[static_cast<std::size_t>(id)]);
    due.erase(id);
  }
  TimerWheel wheel;
  std::vector<std::unique_ptr<Tested>> all;
  std::map<int, std::uint64_t> due;
  std::vector<std::pair<int, std::uint64_t>> fired;
};

TEST(TimerWheel, AgreesWithASortedList) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    Model model(200);
    std::uint64_t now = random() % 100000 + 1;
    model.wheel.advance(now, no_worker());
    for (int op = 0; op < 5000; ++op) {
      int id = static_cast<int>(random() % 200);
      switch (random() % 5) {
        case 0:
        case 1: {
          static constexpr std::uint64_t kRanges[] = {3, 300, 40000, 70000, 20000000};
          model.arm(id, now + random() % kRanges[random() % 5]);
          break;
        }
        case 2: model.cancel(id); break;
        default: {
          std::uint64_t next = now + random() % (random() % 20 == 0 ? 100000 : 300);
          std::map<int, std::uint64_t> expected;
          for (auto [i, at] : model.due)
            if (at <= next && !(next == now)) expected[i] = at;
          // What was armed for the present or the past fires one millisecond later at the latest.
          model.fired.clear();
          auto left = model.due;
          model.wheel.advance(next, no_worker());
          std::map<int, std::uint64_t> got;
          std::uint64_t last = 0;
          for (auto [i, at] : model.fired) {
            got[i] = at;
            EXPECT_GE(std::max(at, now + 1), last) << "not in order of time";
            last = std::max(last, std::max(at, now + 1));
          }
          EXPECT_EQ(got, expected) << "seed " << seed << " op " << op;
          now = next;
        }
      }
      ASSERT_EQ(model.wheel.armed(), model.due.size());
      std::uint64_t soonest = UINT64_MAX;
      for (auto [i, at] : model.due) soonest = std::min(soonest, at);
      ASSERT_EQ(model.wheel.next_due(), soonest);
      if (!model.due.empty()) {
        int wait = model.wheel.wait_ms(now, 1000);
        ASSERT_LE(now + static_cast<std::uint64_t>(wait), std::max(soonest, now + 1)) << "would oversleep";
      }
    }
    for (int i = 0; i < 200; ++i) model.cancel(i);
  }
}

TEST(TimerWheel, ATimerMayRearmItselfAndCancelOthers) {
  TimerWheel wheel;
  struct Chain : Timer {
    TimerWheel* wheel;
    Timer* other;
    int count = 0;
  };
  Timer victim([](Timer&, Worker&) { FAIL() << "was cancelled"; });
  Chain chain;
  chain.wheel = &wheel;
  chain.other = &victim;
  chain.fire = [](Timer& t, Worker&) {
    auto& self = static_cast<Chain&>(t);
    self.wheel->cancel(*self.other);
    if (++self.count < 5) self.wheel->arm(self, self.due_ms + 10);
  };
  wheel.advance(1000, no_worker());
  wheel.arm(chain, 1010);
  wheel.arm(victim, 1010);
  wheel.advance(5000, no_worker());
  EXPECT_EQ(chain.count, 5);
  EXPECT_EQ(wheel.armed(), 0u);
}

TEST(TimerWheel, ArmedBeforeTheFirstAdvance) {
  TimerWheel wheel;
  int fired = 0;
  struct T : Timer {
    int* fired;
  } timer;
  timer.fired = &fired;
  timer.fire = [](Timer& t, Worker&) { ++*static_cast<T&>(t).fired; };
  wheel.arm(timer, 123456789);
  wheel.advance(123456788, no_worker());
  EXPECT_EQ(fired, 0);
  wheel.advance(123456789, no_worker());
  EXPECT_EQ(fired, 1);
}

/// A callback that is suspended leaves the rest to whoever advances next.
TEST(TimerWheel, MayBeEnteredAgain) {
  TimerWheel wheel;
  std::vector<int> order;
  struct T : Timer {
    TimerWheel* wheel;
    std::vector<int>* order;
    int id;
  };
  T timers[3];
  for (int i = 0; i < 3; ++i) {
    timers[i].wheel = &wheel;
    timers[i].order = &order;
    timers[i].id = i;
    timers[i].fire = [](Timer& t, Worker& w) {
      auto& self = static_cast<T&>(t);
      self.order->push_back(self.id);
      if (self.id == 0) self.wheel->advance(2000, w);
      self.order->push_back(self.id + 10);
    };
  }
  wheel.advance(1000, no_worker());
  for (auto& t : timers) wheel.arm(t, 1500);
  wheel.advance(1600, no_worker());
  EXPECT_EQ(order, (std::vector<int>{0, 1, 11, 2, 12, 10}));
}

}  // namespace
}  // namespace kukini::sdk
