// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Snapshots: readers on several threads while lists are replaced; the time for a long list grows with its length.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <iostream>
#include <thread>

#include "growth.hpp"
#include "list_file.hpp"
#include "table.hpp"

using namespace kukini::modules::dispatcher;

namespace {
std::vector<Destination> list_of(int count, int generation) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += fmt::format("{} sip:10.{}.{}.{}:5060 0 {} weight=1;duid=d{}\n", i % 10, i >> 16 & 255, i >> 8 & 255, i & 255, generation, i);
  auto parsed = parse_list(text, "x", {});
  EXPECT_TRUE(parsed.errors.empty());
  return std::move(parsed.destinations);
}
}  // namespace

TEST(Table, ReadersSeeWholeListsWhileTheyChange) {
  Table table;
  table.replace(list_of(50, 0));
  std::atomic<bool> stop{false};
  std::atomic<long> looks{0};
  std::vector<std::jthread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&] {
      Table::Reader reader;
      while (!stop) {
        const auto& now = reader.current(table);
        int generation = now.sets[0].destinations[0].priority;
        for (const auto& set : now.sets)
          for (const auto& d : set.destinations) {
            ASSERT_EQ(d.priority, generation);
            d.live->load.fetch_add(1, std::memory_order_relaxed);
          }
        ++looks;
      }
    });
  for (int generation = 1; generation <= 300; ++generation) {
    table.replace(list_of(50, generation));
    table.free_retired();
  }
  while (looks < 10) std::this_thread::yield();
  stop = true;
  readers.clear();
  EXPECT_TRUE(table.free_retired());
  std::int64_t load = 0;
  for (const auto& set : table.current()->sets)
    for (const auto& d : set.destinations) load += d.live->load;
  EXPECT_EQ(load, looks * 50);  // the load went along through every list
}

TEST(Table, AHundredThousandDestinations) {
  constexpr std::size_t kCount = kukini::test::kSanitized ? 10'000 : 100'000;
  const auto g = kukini::test::growth(
      kCount / 4, kCount, [](std::size_t n) { return static_cast<int>(n); },
      [](int count) {
        Table table;
        table.replace(list_of(count, 0));
        table.replace(list_of(count, 0));
        table.free_retired();
        EXPECT_EQ(table.current()->size(), static_cast<std::size_t>(count));
      });
  EXPECT_TRUE(g.linear()) << g;
  std::cout << kCount << " destinations read and taken over twice in " << g.large_ms << " ms\n";
}
