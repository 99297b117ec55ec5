// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Arena: alignment, big blocks, reset.
#include "base/arena.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kukini::base {
namespace {

TEST(Arena, BlocksDoNotOverlapAndAreAligned) {
  Arena arena(512);
  std::mt19937 random(1);
  std::vector<std::pair<unsigned char*, std::size_t>> blocks;
  for (int i = 0; i < 2000; ++i) {
    std::size_t bytes = random() % 300 + 1, align = std::size_t{1} << (random() % 5);
    auto* p = static_cast<unsigned char*>(arena.allocate(bytes, align));
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(p) % align, 0u);
    std::memset(p, i & 0xff, bytes);
    blocks.emplace_back(p, bytes);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i)
    for (std::size_t k = 0; k < blocks[i].second; ++k) ASSERT_EQ(blocks[i].first[k], i & 0xff);
}

TEST(Arena, ResetKeepsOneChunkOnly) {
  Arena arena(1024);
  for (int i = 0; i < 100; ++i) arena.allocate(900);
  EXPECT_GE(arena.held(), 100u * 900);
  arena.reset();
  EXPECT_LE(arena.held(), 2048u);
  auto held = arena.held();
  auto* first = arena.allocate(100);
  arena.reset();
  EXPECT_EQ(arena.allocate(100), first);
  EXPECT_EQ(arena.held(), held);
}

TEST(Arena, CopiesText) {
  Arena arena;
  std::string text = "abc";
  auto copy = arena.copy(text);
  text[0] = 'x';
  EXPECT_EQ(copy, "abc");
  EXPECT_EQ(arena.concat("ab", "cd"), "abcd");
  EXPECT_EQ(arena.concat("", ""), "");
  EXPECT_TRUE(arena.copy("").empty());
}

}  // namespace
}  // namespace kukini::base
