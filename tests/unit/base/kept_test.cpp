// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// One value per text, at an address that stays.
#include "base/kept.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Kept, OnePerText) {
  kukini::base::Kept<int> kept;
  int made = 0;
  auto make = [&] { return ++made; };
  const int* a = kept.get("a", make);
  const int* b = kept.get("b", make);
  for (int i = 0; i < 100; ++i) kept.get("more" + std::to_string(i), make);
  EXPECT_EQ(kept.get("a", make), a);
  EXPECT_EQ(kept.get("b", make), b);
  EXPECT_EQ(*a, 1);
  EXPECT_EQ(*b, 2);
  EXPECT_EQ(made, 102);
}

}  // namespace
