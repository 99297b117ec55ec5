// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of transactions: messages chosen by somebody do not make long chains. Steps are counted, not time.
#include "table.hpp"

#include <gtest/gtest.h>

#include "prints.hpp"

namespace kukini::modules::tm {
namespace {

struct TableTest : testing::Test {
  Config config;
  Table table;
  std::vector<std::unique_ptr<sdk::Transaction>> all;
  std::uint64_t seed = 0x1234567890abcdefull;

  Key key(std::string_view call_id, std::uint32_t cseq, std::string_view branch) {
    Key k;
    k.call_id = call_id;
    k.cseq = cseq;
    k.branch = branch;
    k.sent_by = "192.0.2.7";
    k.from_tag = "f";
    k.method = sip::Method::invite;
    k.rfc3261 = true;
    return k;
  }
  sdk::Transaction* add(std::string_view call_id, std::uint32_t cseq, std::string_view branch) {
    auto t = std::make_unique<sdk::Transaction>();
    t->label = all.size() + 1;
    t->print = request_print(config, seed, key(call_id, cseq, branch));
    t->call_print = call_print(seed, call_id, cseq);
    table.add(t.get());
    table.hash(t.get());
    all.push_back(std::move(t));
    return all.back().get();
  }
  /// Transactions looked at until that one is found.
  std::size_t steps(const sdk::Transaction* wanted) const {
    std::size_t n = 1;
    for (auto* t = table.bucket(wanted->print); t != wanted; t = t->chain) ++n;
    return n;
  }
};

TEST_F(TableTest, OneCallIdMakesNoChain) {
  auto* innocent = add("other@192.0.2.9", 1, "z9hG4bKinnocent");
  for (int i = 0; i < 100000; ++i) add("attack@192.0.2.7", 1, "z9hG4bK" + std::to_string(i));
  EXPECT_LE(table.longest(), 12u) << "100,000 requests with one Call-ID and CSeq";
  EXPECT_LE(steps(innocent), 12u);
  std::size_t total = 0;
  for (const auto& t : all) total += steps(t.get());
  EXPECT_LT(total, all.size() * 2) << "on average less than two looks each";
  // Commands that name a call take the first that fits: here each of them does.
  auto* first = table.calls(call_print(seed, "attack@192.0.2.7", 1));
  ASSERT_NE(first, nullptr);
  EXPECT_TRUE(first->call_print == all[1]->call_print || first->call_next != nullptr);
}

TEST_F(TableTest, PrintsDependOnTheSeed) {
  auto k = key("a@b", 1, "z9hG4bK1");
  EXPECT_NE(request_print(config, 1, k), request_print(config, 2, k));
  EXPECT_NE(ack_print(1, "a@b", 1, "f", 7), ack_print(2, "a@b", 1, "f", 7));
  EXPECT_NE(call_print(1, "a@b", 1), call_print(2, "a@b", 1));
  auto upper = key("a@b", 1, "z9hG4bK1");
  upper.sent_by = "PROXY.example.org";
  k.sent_by = "proxy.EXAMPLE.org";
  EXPECT_EQ(request_print(config, 1, k), request_print(config, 1, upper)) << "hosts have no case";
}

TEST_F(TableTest, RemovedFromBothChains) {
  for (int i = 0; i < 3000; ++i) add("call" + std::to_string(i % 7), static_cast<std::uint32_t>(i % 5), "z9hG4bK" + std::to_string(i));
  for (std::size_t i = 0; i < all.size(); i += 2) table.remove(all[i].get());
  std::size_t left = 0;
  for (std::uint32_t n = 0; n < 7; ++n)
    for (std::uint32_t cseq = 0; cseq < 5; ++cseq) {
      auto print = call_print(seed, "call" + std::to_string(n), cseq);
      for (auto* t = table.calls(print); t != nullptr; t = t->call_next) left += t->call_print == print ? 1u : 0u;
    }
  EXPECT_EQ(left, 1500u);
  EXPECT_EQ(table.size(), 1500u);
  for (std::size_t i = 1; i < all.size(); i += 2) EXPECT_GE(steps(all[i].get()), 1u);
}

}  // namespace
}  // namespace kukini::modules::tm
