// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// When a worker lets input collect, and for how long.
#include "core/pace.hpp"

#include <gtest/gtest.h>

#include "core/hex.hpp"

namespace kukini::core {
namespace {

/// Messages come one by one at `rate` a second for a second; what the pause is at the end.
unsigned pause_at(std::uint64_t rate, Pace& pace, std::uint64_t& now) {
  std::uint64_t served = 0;
  for (auto end = now + 1000, start = now; now < end; ++now)
    for (; served * 1000 < (now + 1 - start) * rate; ++served) pace.served(1, now);
  return pace.pause_us();
}

TEST(Pace, NothingIsDelayedAtLowRates) {
  Pace pace;
  std::uint64_t now = 1000000;
  EXPECT_EQ(pause_at(1500, pace, now), 0u);
}

TEST(Pace, OneWakeUpServesSeveral) {
  Pace pace;
  std::uint64_t now = 1000000;
  EXPECT_EQ(pause_at(6000, pace, now), Pace::kMostUs);
  auto us = pause_at(60000, pace, now);
  EXPECT_GT(us, 175u);
  EXPECT_LT(us, 225u) << "12 messages at 60 a millisecond";
}

TEST(Pace, NotWhereMessagesComeInBatchesAnyway) {
  Pace pace;
  std::uint64_t now = 1000000;
  EXPECT_EQ(pause_at(200000, pace, now), 0u);
  EXPECT_GT(pause_at(6000, pace, now), 0u);
  pace.served(Pace::kWanted, now);
  EXPECT_EQ(pace.pause_us(), 0u) << "a full batch: more may be waiting";
}

TEST(Pace, TheFirstMessageAfterSilenceIsNotDelayed) {
  Pace pace;
  std::uint64_t now = 1000000;
  EXPECT_GT(pause_at(6000, pace, now), 0u);
  pace.served(0, now);
  EXPECT_EQ(pace.pause_us(), 0u) << "nothing was served: sleep until something comes";
  pace.served(1, now + 60000);
  EXPECT_EQ(pace.pause_us(), 0u);
}

TEST(Hex, SixteenDigits) {
  char text[16];
  EXPECT_EQ(write_hex16(text, 0x123456789abcdef0ull), "123456789abcdef0");
  EXPECT_EQ(write_hex16(text, 0xful), "000000000000000f");
}

}  // namespace
}  // namespace kukini::core
