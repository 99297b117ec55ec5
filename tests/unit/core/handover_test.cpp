// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ByteRing: what goes in comes out, in order, across the wrap, with two threads.
#include "core/handover.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <thread>

namespace kukini::core {
namespace {

TEST(ByteRing, TwoThreads) {
  ByteRing ring(64 * 1024);
  constexpr int kMessages = 200000;
  auto text = [](int i) { return std::string(static_cast<std::size_t>(i * 7919 % 1500), static_cast<char>('a' + i % 26)) + std::to_string(i); };
  std::thread writer([&] {
    for (int i = 0; i < kMessages; ++i) {
      io::Flow flow;
      flow.connection = static_cast<std::uint32_t>(i);
      auto bytes = text(i);
      while (!ring.push(flow, bytes)) std::this_thread::yield();
    }
  });
  for (int i = 0; i < kMessages; ++i) {
    io::Flow flow;
    std::string_view bytes;
    while (!ring.front(flow, bytes)) std::this_thread::yield();
    ASSERT_EQ(flow.connection, static_cast<std::uint32_t>(i));
    ASSERT_EQ(bytes, text(i));
    ring.pop();
  }
  writer.join();
  EXPECT_TRUE(ring.empty());
}

TEST(ByteRing, RefusesWhatDoesNotFit) {
  ByteRing ring(4096);
  std::string large(3000, 'x'), small(400, 'y');
  EXPECT_FALSE(ring.push({}, large));
  int n = 0;
  while (ring.push({}, small)) ++n;
  EXPECT_GE(n, 6);
  io::Flow flow;
  std::string_view bytes;
  while (ring.front(flow, bytes)) {
    EXPECT_EQ(bytes, small);
    ring.pop();
    --n;
  }
  EXPECT_EQ(n, 0);
}

}  // namespace
}  // namespace kukini::core
