// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Fibers that switched among each other, and their end.
#include "core/fiber.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace kukini::core {
namespace {

/// The first fiber goes to the thread, each other one to the fiber before it.
struct Chain {
  static void body(void* self) {
    auto& c = *static_cast<Chain*>(self);
    ++c.rounds;
    auto me = std::find(c.made.begin(), c.made.end(), c.fibers.current());
    c.fibers.switch_to(me == c.made.begin() ? c.fibers.main() : *(me - 1));
  }
  Fibers fibers{&Chain::body, this, 8};
  std::vector<Fiber*> made;
  int rounds = 0;
};

TEST(Fibers, EndInOrderThoughEachWaitsForTheOneBefore) {
  Chain c;
  c.fibers.enter_thread();
  for (int i = 0; i < 4; ++i) c.made.push_back(c.fibers.take());
  for (auto* f : c.made) c.fibers.switch_to(f);
  EXPECT_EQ(c.rounds, 1 + 2 + 3 + 4);
  for (auto* f : c.made) c.fibers.give_back(f);
}

}  // namespace
}  // namespace kukini::core
