// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Real loopback sockets: batches, local addresses, IPv6, pins, wake-ups, ports that are taken.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "net/host.hpp"

namespace kukini::net {
namespace {

using namespace std::chrono_literals;

struct Peer {
  explicit Peer(NetHost& host, const std::string& ip, std::uint16_t port) {
    io::ListenEntry e;
    e.protocol = io::Protocol::udp;
    e.host = ip;
    e.port = port;
    e.text = ip;
    auto s = host.expand({&e, 1});
    EXPECT_TRUE(s) << s.error();
    sockets = *s;
    auto w = host.open(0, 1, sockets);
    EXPECT_TRUE(w) << w.error();
    if (w) io = std::move(*w);
  }
  /// Polls until something comes, at most two seconds.
  std::vector<std::pair<std::string, io::Flow>> receive() {
    std::vector<std::pair<std::string, io::Flow>> got;
    for (int i = 0; i < 200 && got.empty(); ++i)
      for (const auto& r : io->transport().poll(10)) got.emplace_back(r.bytes, r.flow);
    return got;
  }
  void send(const io::Address& to, std::string_view text) {
    io::Flow f;
    f.remote = to;
    io->transport().send(f, text);
    io->transport().flush();
  }
  std::vector<io::ListenSocket> sockets;
  std::unique_ptr<io::WorkerIo> io;
};

std::uint16_t port() { return static_cast<std::uint16_t>(20000 + getpid() % 20000); }

TEST(Udp, ThereAndBack) {
  NetHost host;
  Peer a(host, "127.0.0.1", port()), b(host, "127.0.0.1", static_cast<std::uint16_t>(port() + 1));
  a.send(b.sockets[0].address, "hello");
  auto got = b.receive();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].first, "hello");
  EXPECT_EQ(got[0].second.remote, a.sockets[0].address);
  b.io->transport().send(got[0].second, "back");
  b.io->transport().flush();
  got = a.receive();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].first, "back");
}

TEST(Udp, AWildcardSocketKnowsAndKeepsItsLocalAddress) {
  NetHost host;
  Peer any(host, "0.0.0.0", port()), b(host, "127.0.0.1", static_cast<std::uint16_t>(port() + 1));
  b.send(*io::Address::parse("127.0.0.77", port()), "x");
  auto got = any.receive();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].second.local, *io::Address::parse("127.0.0.77", port()));
  any.io->transport().send(got[0].second, "y");
  any.io->transport().flush();
  got = b.receive();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].second.remote, *io::Address::parse("127.0.0.77", port()));
  EXPECT_EQ(any.io->transport().local_address_for(0, b.sockets[0].address).ip(), "127.0.0.1");
}

TEST(Udp, SixAsWell) {
  NetHost host;
  bool six = false;
  for (auto& a : host.local_addresses()) six = six || a.family == io::Family::ipv6;
  if (!six) GTEST_SKIP() << "this machine has no IPv6 loopback";
  Peer a(host, "::1", port()), b(host, "::1", static_cast<std::uint16_t>(port() + 1));
  a.send(b.sockets[0].address, "six");
  auto got = b.receive();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].second.remote.to_string(), "[::1]:" + std::to_string(port()));
}

TEST(Udp, ManyAtOnceKeepTheirOrder) {
  NetHost host;
  Peer a(host, "127.0.0.1", port()), b(host, "127.0.0.1", static_cast<std::uint16_t>(port() + 1));
  io::Flow f;
  f.remote = b.sockets[0].address;
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(a.io->transport().send(f, std::to_string(i)));
  a.io->transport().flush();
  int next = 0;
  while (next < 500) {
    auto got = b.receive();
    ASSERT_FALSE(got.empty());
    for (auto& g : got) EXPECT_EQ(g.first, std::to_string(next++));
  }
}

TEST(Udp, PinnedBytesStay) {
  NetHost host;
  Peer a(host, "127.0.0.1", port()), b(host, "127.0.0.1", static_cast<std::uint16_t>(port() + 1));
  a.send(b.sockets[0].address, "keep me");
  std::string_view kept;
  std::uint32_t pin = 0;
  for (int i = 0; i < 200 && kept.empty(); ++i)
    for (const auto& r : b.io->transport().poll(10)) {
      kept = r.bytes;
      pin = b.io->transport().pin(r);
    }
  ASSERT_EQ(kept, "keep me");
  for (int i = 0; i < 100; ++i) a.send(b.sockets[0].address, "overwrite!");
  std::size_t more = 0;
  while (more < 100) {
    auto got = b.receive();
    ASSERT_FALSE(got.empty());
    more += got.size();
  }
  EXPECT_EQ(kept, "keep me");
  b.io->transport().unpin(pin);
}

TEST(Udp, WakeEndsAWait) {
  NetHost host;
  Peer a(host, "127.0.0.1", port());
  auto start = std::chrono::steady_clock::now();
  std::thread waker([&] {
    std::this_thread::sleep_for(50ms);
    a.io->transport().wake();
  });
  a.io->transport().poll(5000);
  waker.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST(Udp, ATakenPortIsNamed) {
  NetHost host;
  Peer a(host, "127.0.0.1", port());
  auto again = host.open(0, 1, a.sockets);
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("udp:127.0.0.1:" + std::to_string(port())), std::string::npos) << again.error();
  EXPECT_NE(again.error().find("already in use"), std::string::npos) << again.error();
  EXPECT_TRUE(host.open(1, 2, a.sockets)) << "further workers share the port";
}

TEST(Udp, UnknownHostsAndForeignAddressesAreNamed) {
  NetHost host;
  io::ListenEntry e;
  e.protocol = io::Protocol::udp;
  e.host = "no-such-interface0";
  e.text = "udp:no-such-interface0:5060";
  auto s = host.expand({&e, 1});
  ASSERT_FALSE(s);
  EXPECT_NE(s.error().find("no-such-interface0"), std::string::npos);
  e.host = "192.0.2.1";
  s = host.expand({&e, 1});
  ASSERT_TRUE(s);
  auto w = host.open(0, 1, *s);
  ASSERT_FALSE(w);
  EXPECT_NE(w.error().find("no such address"), std::string::npos) << w.error();
}

TEST(Resolver, LocalhostAndNothing) {
  NetHost host;
  Peer a(host, "127.0.0.1", port());
  std::vector<io::Resolved> got;
  int called = 0;
  auto wait = [&] {
    for (int i = 0; i < 800 && called == 0; ++i) {
      a.io->transport().poll(10);
      a.io->dispatch();
    }
  };
  a.io->resolver().resolve({.host = "localhost", .port = 5070}, [&](std::vector<io::Resolved> r) {
    ++called;
    got = std::move(r);
  });
  EXPECT_EQ(called, 0);
  wait();
  ASSERT_EQ(called, 1);
  ASSERT_FALSE(got.empty());
  EXPECT_EQ(got[0].address, *io::Address::parse("127.0.0.1", 5070));
  called = 0;
  a.io->resolver().resolve({.host = "nobody.invalid", .port = 5070}, [&](std::vector<io::Resolved> r) {
    ++called;
    got = std::move(r);
  });
  wait();
  ASSERT_EQ(called, 1);
  EXPECT_TRUE(got.empty());
}

}  // namespace
}  // namespace kukini::net
