// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Blocks of free lists, and the arenas made of them.
#include "base/blocks.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

#include "base/arena.hpp"
#include "base/heap.hpp"

namespace kukini::base {
namespace {

TEST(Blocks, HoldWhatWasAskedForAndLittleMore) {
  for (std::size_t n = 0; n <= 9000; ++n) {
    auto size = block_size(n);
    ASSERT_GE(size, n);
    ASSERT_LE(size, n <= 128 ? n + 16 : n + n / 4);
    ASSERT_EQ(block_size(size), size) << "the size of a block names its own list";
  }
}

TEST(Blocks, NoTwoOverlap) {
  std::vector<std::pair<unsigned char*, std::size_t>> all;
  auto check = [&] {
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t k = 0; k < all[i].second; ++k) ASSERT_EQ(all[i].first[k], static_cast<unsigned char>(i));
  };
  for (int round = 0; round < 3; ++round) {
    all.clear();
    for (std::size_t i = 0; i < 200; ++i) {
      std::size_t n = 1 + (i * 97 + static_cast<std::size_t>(round) * 31) % 3000;
      all.emplace_back(static_cast<unsigned char*>(allocate_block(n)), n);
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(all.back().first) % alignof(std::max_align_t), 0u);
      std::memset(all.back().first, static_cast<int>(i), n);
    }
    check();
    for (auto [at, n] : all) free_block(at, n);
    if (round == 1) trim_heap();
  }
}

TEST(Blocks, MayEndOnAnotherThread) {
  void* at = nullptr;
  std::thread([&] { at = allocate_block(100); }).join();
  free_block(at, 100);
  std::thread([] { free_block(allocate_block(50), 50); }).join();
}

TEST(Arena, KeepsItsFirstChunkAndGrows) {
  Arena arena(256, 4096);
  arena.allocate(100);
  auto first = arena.held();
  EXPECT_EQ(first, 256u);
  for (int i = 0; i < 100; ++i) std::memset(arena.allocate(200), i, 200);
  EXPECT_GT(arena.held(), 20000u);
  EXPECT_EQ(std::memcmp(arena.copy("text").data(), "text", 4), 0);
  std::memset(arena.allocate(100000), 1, 100000);
  arena.reset();
  EXPECT_EQ(arena.held(), first);
}

}  // namespace
}  // namespace kukini::base
