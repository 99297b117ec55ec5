// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Snapshots: readers on several threads while lists are replaced; a long list is taken over quickly.
#include <gtest/gtest.h>

#include <chrono>
#include <fmt/format.h>
#include <thread>

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
  auto before = std::chrono::steady_clock::now();
  Table table;
  table.replace(list_of(100'000, 0));
  table.replace(list_of(100'000, 0));
  table.free_retired();
  auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before).count();
  EXPECT_EQ(table.current()->size(), 100'000u);
  RecordProperty("milliseconds", static_cast<int>(ms));
  EXPECT_LT(ms, 20'000);  // generous: sanitizers and busy machines
}
