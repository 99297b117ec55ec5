// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The virtual network: delivery, loss, order, partitions, hosts, and that one seed gives one history.
#include "sim/network.hpp"

#include <gtest/gtest.h>

namespace kukini::sim {
namespace {

io::Address at(const char* ip, std::uint16_t port) { return *io::Address::parse(ip, port); }

TEST(Network, DeliversAfterTheDelay) {
  Network net(1);
  net.set_link({.delay_ms = 7});
  std::vector<std::uint64_t> arrived;
  auto& a = net.add_endpoint("192.0.2.1", 5060, [](Endpoint&, const Packet&) {});
  net.add_endpoint("192.0.2.2", 5060, [&](Endpoint&, const Packet& p) {
    EXPECT_EQ(p.bytes, "hello");
    arrived.push_back(net.now_ms());
  });
  auto start = net.now_ms();
  a.send(at("192.0.2.2", 5060), "hello");
  net.run_for(6);
  EXPECT_TRUE(arrived.empty());
  net.run_for(1);
  EXPECT_EQ(arrived, std::vector<std::uint64_t>{start + 7});
}

std::uint64_t history(std::uint64_t seed) {
  Network net(seed);
  net.set_link({.delay_ms = 1, .jitter_ms = 30, .loss = 0.2, .duplicate = 0.2});
  auto& a = net.add_endpoint("192.0.2.1", 5060, [](Endpoint&, const Packet&) {});
  int echoed = 0;
  net.add_endpoint("192.0.2.2", 5060, [&](Endpoint& self, const Packet& p) {
    if (++echoed < 500) self.send(p.from, p.bytes);
  });
  for (int i = 0; i < 200; ++i) a.after(static_cast<unsigned>(i), [&a, i] { a.send(at("192.0.2.2", 5060), std::to_string(i)); });
  net.run_for(1000);
  return net.digest();
}

TEST(Network, OneSeedOneHistory) {
  EXPECT_EQ(history(7), history(7));
  EXPECT_NE(history(7), history(8));
}

TEST(Network, LosesAndDuplicatesAboutAsOftenAsAsked) {
  Network net(3);
  net.set_link({.loss = 0.25, .duplicate = 0.1});
  int got = 0;
  auto& a = net.add_endpoint("192.0.2.1", 1, [](Endpoint&, const Packet&) {});
  net.add_endpoint("192.0.2.2", 1, [&](Endpoint&, const Packet&) { ++got; });
  for (int i = 0; i < 10000; ++i) a.send(at("192.0.2.2", 1), "x");
  net.run_for(10);
  EXPECT_NEAR(static_cast<double>(net.counts().lost), 2500, 200);
  EXPECT_NEAR(static_cast<double>(net.counts().duplicated), 750, 120);
  EXPECT_EQ(static_cast<std::uint64_t>(got), net.counts().delivered);
}

TEST(Network, PartitionAndCrash) {
  Network net(1);
  int got = 0;
  auto& a = net.add_endpoint("192.0.2.1", 1, [](Endpoint&, const Packet&) {});
  auto& b = net.add_endpoint("192.0.2.2", 1, [&](Endpoint&, const Packet&) { ++got; });
  net.partition(a.address(), b.address(), true);
  a.send(b.address(), "x");
  net.run_for(5);
  EXPECT_EQ(got, 0);
  net.partition(a.address(), b.address(), false);
  b.crash();
  a.send(b.address(), "x");
  net.run_for(5);
  EXPECT_EQ(got, 0);
  EXPECT_EQ(net.counts().nobody, 1u);
  b.revive();
  a.send(b.address(), "x");
  net.run_for(5);
  EXPECT_EQ(got, 1);
}

TEST(SimHost, WorkersShareOutSendersAndAnswer) {
  Network net(1);
  auto* host = net.add_host("192.0.2.9");
  io::ListenEntry entry;
  entry.protocol = io::Protocol::udp;
  entry.host = "0.0.0.0";
  auto sockets = host->expand({&entry, 1});
  ASSERT_TRUE(sockets) << sockets.error();
  auto first = host->open(0, 2, *sockets), second = host->open(1, 2, *sockets);
  ASSERT_TRUE(first && second);
  int answers = 0;
  for (int i = 1; i <= 50; ++i) {
    auto& e = net.add_endpoint("192.0.2.1", static_cast<std::uint16_t>(i), [&](Endpoint&, const Packet& p) {
      ++answers;
      EXPECT_EQ(p.from, at("192.0.2.9", 5060));
    });
    e.send(at("192.0.2.9", 5060), "ping");
  }
  std::size_t seen[2] = {0, 0};
  io::WorkerIo* workers[2] = {first->get(), second->get()};
  net.attach(
      [&] {
        bool any = false;
        for (int w = 0; w < 2; ++w)
          for (const auto& r : workers[w]->transport().poll(0)) {
            any = true;
            ++seen[w];
            EXPECT_EQ(r.flow.local, at("192.0.2.9", 5060));
            workers[w]->transport().send(r.flow, "pong");
          }
        return any;
      },
      [] { return UINT64_MAX; });
  net.run_for(10);
  EXPECT_EQ(seen[0] + seen[1], 50u);
  EXPECT_GT(seen[0], 5u);
  EXPECT_GT(seen[1], 5u);
  EXPECT_EQ(answers, 50);
}

TEST(SimHost, ResolvesNamesLater) {
  Network net(1);
  net.add_name("asterisk.example", {{io::Protocol::udp, at("192.0.2.50", 0)}});
  auto* host = net.add_host("192.0.2.9");
  auto io = host->open(0, 1, {});
  ASSERT_TRUE(io);
  std::vector<io::Resolved> got;
  bool called = false;
  (*io)->resolver().resolve({.host = "asterisk.example"}, [&](std::vector<io::Resolved> r) {
    called = true;
    got = std::move(r);
  });
  EXPECT_FALSE(called);
  net.run_for(20);
  (*io)->dispatch();
  ASSERT_TRUE(called);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].address, at("192.0.2.50", 5060));
}

}  // namespace
}  // namespace kukini::sim
