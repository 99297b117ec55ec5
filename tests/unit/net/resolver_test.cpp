// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NetResolver against a name server of the test: SRV, NAPTR, weights, the cache and the dns_* settings.
#include "net/resolver.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace kukini::net {
namespace {

constexpr int kA = 1, kSrv = 33, kNaptr = 35;

std::string number16(unsigned n) { return {static_cast<char>(n >> 8), static_cast<char>(n)}; }
std::string wire_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    auto dot = name.find('.');
    auto label = name.substr(0, dot);
    out += static_cast<char>(label.size());
    out += label;
    name.remove_prefix(dot == name.npos ? name.size() : dot + 1);
  }
  return out + std::string(1, '\0');
}
std::string counted(std::string_view text) { return static_cast<char>(text.size()) + std::string(text); }
std::string srv(unsigned priority, unsigned weight, unsigned port, std::string_view host) {
  return number16(priority) + number16(weight) + number16(port) + wire_name(host);
}

/// Answers from a table; counts what it is asked.
class NameServer {
 public:
  NameServer() {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at);
    socklen_t length = sizeof at;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &length);
    port_ = ntohs(at.sin_port);
    timeval wait{0, 50000};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    thread_ = std::thread([this] { serve(); });
  }
  ~NameServer() {
    stop_ = true;
    thread_.join();
    close(fd_);
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  void add(const std::string& name, int type, std::string data, unsigned ttl = 60) {
    std::lock_guard lock(mutex_);
    records_[{name, type}].push_back({std::move(data), ttl});
  }
  int asked() const { return asked_; }

 private:
  struct Record {
    std::string data;
    unsigned ttl;
  };
  void serve() {
    char buffer[1500];
    while (!stop_) {
      sockaddr_in from{};
      socklen_t length = sizeof from;
      auto n = recvfrom(fd_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &length);
      if (n < 17) continue;
      ++asked_;
      std::string name;
      std::size_t at = 12;
      while (buffer[at] != 0) {
        name += (name.empty() ? "" : ".") + std::string(buffer + at + 1, static_cast<std::size_t>(buffer[at]));
        at += static_cast<std::size_t>(buffer[at]) + 1;
      }
      int type = static_cast<unsigned char>(buffer[at + 2]);
      std::string question(buffer + 12, at + 5 - 12);
      std::lock_guard lock(mutex_);
      auto found = records_.find({name, type});
      auto count = found != records_.end() ? found->second.size() : 0;
      bool known = false;
      for (const auto& [key, value] : records_) known = known || key.first == name;
      std::string out(buffer, 2);
      out += number16(0x8180u | (known ? 0 : 3)) + number16(1) + number16(static_cast<unsigned>(count)) + number16(0) + number16(0) + question;
      for (std::size_t i = 0; i < count; ++i) {
        const auto& r = found->second[i];
        out += number16(0xc00c) + number16(static_cast<unsigned>(type)) + number16(1) + number16(r.ttl >> 16) + number16(r.ttl & 0xffff) +
               number16(static_cast<unsigned>(r.data.size())) + r.data;
      }
      sendto(fd_, out.data(), out.size(), 0, reinterpret_cast<sockaddr*>(&from), length);
    }
  }
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::vector<Record>> records_;
  std::atomic<int> asked_{0};
  std::atomic<bool> stop_{false};
  int fd_ = -1, port_ = 0;
  std::thread thread_;
};

struct ResolverTest : testing::Test {
  ResolverTest() {
    server.add("one.example", kA, std::string("\x7f\0\0\x01", 4));
    server.add("two.example", kA, std::string("\x7f\0\0\x02", 4));
    server.add("_sip._udp.srv.example", kSrv, srv(20, 0, 5070, "two.example"));
    server.add("_sip._udp.srv.example", kSrv, srv(10, 1, 5060, "one.example"));
    server.add("_sip._udp.even.example", kSrv, srv(1, 50, 5061, "one.example"));
    server.add("_sip._udp.even.example", kSrv, srv(1, 50, 5062, "two.example"));
    server.add("naptr.example", kNaptr, number16(2) + number16(1) + counted("s") + counted("SIP+D2T") + counted("") + wire_name("_sip._tcp.srv.example"));
    server.add("naptr.example", kNaptr, number16(3) + number16(1) + counted("s") + counted("SIP+D2U") + counted("") + wire_name("_sip._udp.srv.example"));
  }

  /// "127.0.0.1:5060 127.0.0.2:5070"
  std::string resolve(NetResolver& resolver, const std::string& host, std::uint16_t port = 0) {
    std::string out;
    bool done = false;
    resolver.resolve({host, port, io::Protocol::none, false}, [&](std::vector<io::Resolved> found) {
      for (const auto& r : found) out += (out.empty() ? "" : " ") + r.address.to_string();
      done = true;
    });
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!done && std::chrono::steady_clock::now() < end) {
      context.restart();
      context.run_for(std::chrono::milliseconds(5));
      resolver.dispatch();
    }
    return done ? out : "no answer";
  }
  std::unique_ptr<NetResolver> make(const io::DnsSettings& settings = {}) {
    auto made = std::make_unique<NetResolver>(context, settings);
    EXPECT_TRUE(made->use_servers(server.address()));
    return made;
  }

  NameServer server;
  boost::asio::io_context context;
};

TEST_F(ResolverTest, ServersInOrderOfPriority) {
  auto r = make({.try_ipv6 = false});
  EXPECT_EQ(resolve(*r, "srv.example"), "127.0.0.1:5060 127.0.0.2:5070");
  EXPECT_EQ(resolve(*r, "two.example", 5099), "127.0.0.2:5099");
  EXPECT_EQ(resolve(*r, "two.example"), "127.0.0.2:5060") << "no SRV: the host itself at the default port";
}

TEST_F(ResolverTest, WithoutFailoverTheFirstOnly) {
  auto r = make({.try_ipv6 = false, .use_failover = false});
  EXPECT_EQ(resolve(*r, "srv.example"), "127.0.0.1:5060");
}

TEST_F(ResolverTest, Naptr) {
  auto with = make({.try_ipv6 = false, .try_naptr = true});
  EXPECT_EQ(resolve(*with, "naptr.example"), "127.0.0.1:5060 127.0.0.2:5070");
  auto without = make({.try_ipv6 = false});
  EXPECT_EQ(resolve(*without, "naptr.example"), "");
}

TEST_F(ResolverTest, WeightsAreDrawn) {
  auto r = make({.try_ipv6 = false, .srv_lb = true});
  std::set<std::string> seen;
  for (int i = 0; i < 60; ++i) seen.insert(resolve(*r, "even.example"));
  EXPECT_EQ(seen, (std::set<std::string>{"127.0.0.1:5061 127.0.0.2:5062", "127.0.0.2:5062 127.0.0.1:5061"}));
}

TEST_F(ResolverTest, AnswersAreKept) {
  auto r = make({.try_ipv6 = false});
  resolve(*r, "srv.example");
  int asked = server.asked();
  EXPECT_GT(asked, 0);
  EXPECT_EQ(resolve(*r, "SRV.example"), "127.0.0.1:5060 127.0.0.2:5070");
  EXPECT_EQ(server.asked(), asked);
  resolve(*r, "nobody.example");
  asked = server.asked();
  EXPECT_EQ(resolve(*r, "nobody.example"), "");
  EXPECT_EQ(server.asked(), asked) << "that there is no such name is kept as well";
}

TEST_F(ResolverTest, CacheSwitchedOffOrBounded) {
  auto off = make({.try_ipv6 = false, .use_cache = false});
  resolve(*off, "srv.example");
  int asked = server.asked();
  resolve(*off, "srv.example");
  EXPECT_GT(server.asked(), asked);
  auto none = make({.try_ipv6 = false, .cache_max_ttl_s = 0});
  resolve(*none, "srv.example");
  asked = server.asked();
  resolve(*none, "srv.example");
  EXPECT_GT(server.asked(), asked);
}

TEST_F(ResolverTest, Ipv6LookUps) {
  auto without = make({.try_ipv6 = false, .use_cache = false});
  resolve(*without, "one.example", 5060);
  int one = server.asked();
  auto with = make({.use_cache = false});
  resolve(*with, "one.example", 5060);
  EXPECT_GT(server.asked() - one, one);
}

}  // namespace
}  // namespace kukini::net
