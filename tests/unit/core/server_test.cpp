// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A whole server, real modules included, on the virtual network; and with threads on loopback sockets.
#include "core/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "diag/render.hpp"
#include "net/host.hpp"
#include "sdk/worker.hpp"
#include "sim/network.hpp"

namespace kukini::core {
namespace {

std::string request(const std::string& method, const std::string& uri, const std::string& call) {
  return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKa" + call +
         "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\nCall-ID: " + call + "\r\nCSeq: 1 " + method +
         "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
}

/// The answer of a callee: top lines of the request with another first line.
std::string answer(std::string_view request, const std::string& first) {
  std::string out = "SIP/2.0 " + first + "\r\n";
  for (auto rest = request; !rest.empty();) {
    auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    for (const char* name : {"Via:", "From:", "Call-ID:", "CSeq:", "Record-Route:"})
      if (line.starts_with(name)) out += std::string(line) + "\r\n";
    if (line.starts_with("To:")) out += std::string(line) + ";tag=callee\r\n";
  }
  return out + "Content-Length: 0\r\n\r\n";
}

constexpr const char* kRelay = R"(
listen=udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  $du = "sip:192.0.2.20:5060";
  t_relay();
}
)";

struct Simulated {
  explicit Simulated(std::string config, std::uint64_t seed = 1, unsigned workers = 2) : net(seed), host(net.add_host("192.0.2.1")) {
    ServerOptions options;
    options.config_file = "test.cfg";
    options.config_text = std::move(config);
    options.exact_workers = workers;
    server = std::make_unique<Server>(*host, options);
    diag::Emitter emitter;
    bool ok = server->load(emitter) && server->prepare(emitter);
    EXPECT_TRUE(ok) << diag::render_all(emitter);
    if (!ok) return;
    auto started = server->start(false);
    EXPECT_TRUE(started) << started.error();
    net.attach([this] { return server->step(); }, [this] { return server->next_due(); });
  }
  ~Simulated() {
    server->stop();
    net.detach_all();
  }
  sim::Network net;
  io::Host* host;
  std::unique_ptr<Server> server;
  io::Address proxy = *io::Address::parse("192.0.2.1", 5060);
};

TEST(Server, RelaysACallThroughTheScript) {
  Simulated s(kRelay);
  std::vector<std::string> caller;
  auto& a = s.net.add_endpoint("192.0.2.10", 5060, [&](sim::Endpoint&, const sim::Packet& p) { caller.emplace_back(p.bytes.substr(0, p.bytes.find("\r\n"))); });
  s.net.add_endpoint("192.0.2.20", 5060, [&](sim::Endpoint& self, const sim::Packet& p) {
    if (p.bytes.starts_with("INVITE")) {
      self.send(p.from, answer(p.bytes, "180 Ringing"));
      self.send(p.from, answer(p.bytes, "200 OK"));
    }
  });
  a.send(s.proxy, request("INVITE", "sip:b@y", "c1"));
  s.net.run_for(50);
  ASSERT_GE(caller.size(), 3u);
  EXPECT_TRUE(caller[0].starts_with("SIP/2.0 100 ")) << caller[0];
  EXPECT_EQ(caller[1], "SIP/2.0 180 Ringing");
  EXPECT_EQ(caller[2], "SIP/2.0 200 OK");
  EXPECT_EQ(s.server->statistic("core", "rcv_requests_invite"), 1);
  EXPECT_TRUE(s.server->clear_statistic("core", "rcv_requests_invite"));
  EXPECT_EQ(s.server->statistic("core", "rcv_requests_invite"), 0);
  EXPECT_EQ(s.server->statistic("core", "nonsense"), std::nullopt);
}

/// A callee that did not get the ACK goes on repeating its answer, longer than the transaction lives.
TEST(Server, OfWhatComesTooLateOnlyA2xxIsPassedOn) {
  for (const char* late : {"486 Busy Here", "180 Ringing", "200 OK"}) {
    Simulated s(kRelay);
    std::vector<std::string> caller;
    auto& a = s.net.add_endpoint("192.0.2.10", 5060, [&](sim::Endpoint&, const sim::Packet& p) { caller.emplace_back(p.bytes.substr(0, p.bytes.find("\r\n"))); });
    s.net.add_endpoint("192.0.2.20", 5060, [&](sim::Endpoint& self, const sim::Packet& p) {
      if (!p.bytes.starts_with("INVITE")) return;
      self.send(p.from, answer(p.bytes, "603 Decline"));
      self.after(100'000, [&self, to = p.from, text = answer(p.bytes, late)] { self.send(to, text); });
    });
    a.send(s.proxy, request("INVITE", "sip:b@y", "late"));
    s.net.run_for(90'000);
    EXPECT_EQ(s.server->statistic("tmx", "inuse_transactions"), 0);
    ASSERT_EQ(caller.back(), "SIP/2.0 603 Decline");
    caller.clear();
    s.net.run_for(20'000);
    if (std::string_view(late).starts_with("200"))
      EXPECT_EQ(caller, std::vector<std::string>{"SIP/2.0 200 OK"});
    else
      EXPECT_EQ(caller, std::vector<std::string>{}) << late;
  }
}

/// A script that waits (for a name) holds back what comes for its transaction; then it goes on in the order it came.
TEST(Server, EventsOfAWaitingTransactionKeepTheirOrder) {
  Simulated s(R"(
listen=udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "pv.so"
request_route {
  $ru = "sip:b@192.0.2.20:5060";
  append_branch("sip:b@slow.example");
  t_on_reply("R");
  t_relay();
}
onreply_route[R] { $avp(n) = $avp(n) + "x"; }
)");
  s.net.add_name("slow.example", {{io::Protocol::udp, *io::Address::parse("192.0.2.21", 5060)}});
  s.net.set_resolver_delay(300);
  std::vector<std::string> caller;
  auto& a = s.net.add_endpoint("192.0.2.10", 5060, [&](sim::Endpoint&, const sim::Packet& p) { caller.emplace_back(p.bytes.substr(0, p.bytes.find("\r\n"))); });
  s.net.add_endpoint("192.0.2.20", 5060, [&](sim::Endpoint& self, const sim::Packet& p) {
    if (!p.bytes.starts_with("INVITE")) return;
    unsigned after = 0;
    for (const char* line : {"180 One", "181 Two", "182 Three", "183 Four", "200 Five"})
      self.after(after += 20, [&self, from = p.from, text = answer(p.bytes, line)] { self.send(from, text); });
  });
  bool second = false;
  s.net.add_endpoint("192.0.2.21", 5060, [&](sim::Endpoint&, const sim::Packet& p) { second = second || p.bytes.starts_with("INVITE"); });
  a.send(s.proxy, request("INVITE", "sip:b@y", "waits"));
  s.net.run_for(250);
  EXPECT_EQ(s.server->parked(), 1u);
  EXPECT_EQ(caller.size(), 1u) << "the 100 only: five replies wait";
  s.net.run_for(400);
  EXPECT_EQ(s.server->parked(), 0u);
  ASSERT_EQ(caller.size(), 6u);
  const char* order[] = {"SIP/2.0 180 One", "SIP/2.0 181 Two", "SIP/2.0 182 Three", "SIP/2.0 183 Four", "SIP/2.0 200 Five"};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(caller[i + 1], order[i]);
  EXPECT_TRUE(second) << "the other branch was sent before";
  s.net.run_for(200000);
  EXPECT_EQ(s.server->statistic("tmx", "inuse_transactions"), 0);
}

std::uint64_t history(std::uint64_t seed) {
  Simulated s(kRelay, seed);
  s.net.set_link({.delay_ms = 2, .jitter_ms = 30, .loss = 0.2, .duplicate = 0.1});
  auto& a = s.net.add_endpoint("192.0.2.10", 5060, [](sim::Endpoint&, const sim::Packet&) {});
  s.net.add_endpoint("192.0.2.20", 5060, [](sim::Endpoint& self, const sim::Packet& p) {
    if (p.bytes.starts_with("OPTIONS")) self.send(p.from, answer(p.bytes, "200 OK"));
  });
  for (int i = 0; i < 50; ++i)
    a.after(static_cast<unsigned>(i * 20), [&a, &s, i] { a.send(s.proxy, request("OPTIONS", "sip:b@y", "c" + std::to_string(i))); });
  s.net.run_for(60000);
  EXPECT_EQ(s.server->statistic("tmx", "inuse_transactions"), 0);
  EXPECT_GT(s.server->statistic("tmx", "UAS_transactions"), 0);
  return s.net.digest();
}

TEST(Server, OneSeedOneHistory) {
  auto first = history(11);
  EXPECT_EQ(history(11), first);
  EXPECT_NE(history(12), first);
}

TEST(Server, ABadReloadChangesNothing) {
  auto config = std::string(kRelay);
  std::string path = testing::TempDir() + "kukini-reload-" + std::to_string(getpid()) + ".cfg";
  auto write = [&](const std::string& text) {
    FILE* f = fopen(path.c_str(), "w");
    fwrite(text.data(), 1, text.size(), f);
    fclose(f);
  };
  write(config);
  sim::Network net(1);
  ServerOptions options;
  options.config_file = path;
  options.exact_workers = 1;
  Server server(*net.add_host("192.0.2.1"), options);
  diag::Emitter emitter;
  ASSERT_TRUE(server.load(emitter) && server.prepare(emitter)) << diag::render_all(emitter);
  ASSERT_TRUE(server.start(false));
  auto program = server.worker(0).program();

  write(config + "\nroute[X] { no_such_function(); }\n");
  diag::Emitter bad;
  EXPECT_FALSE(server.reload(bad));
  EXPECT_TRUE(bad.failed());
  server.step();
  EXPECT_EQ(server.worker(0).program(), program);

  write(config + "\nroute[X] { exit; }\nmodparam(\"tm\", \"fr_timer\", 12345)\n");
  diag::Emitter good;
  EXPECT_TRUE(server.reload(good)) << diag::render_all(good);
  EXPECT_EQ(good.warnings(), 1u) << diag::render_all(good);
  server.step();
  EXPECT_NE(server.worker(0).program(), program);
  unlink(path.c_str());
}

TEST(Server, SaysWhatIsWrongWithAListenAddress) {
  net::NetHost host;
  ServerOptions options;
  options.config_file = "test.cfg";
  options.config_text = "listen=udp:192.0.2.77:5060\nrequest_route { exit; }\n";
  Server server(host, options);
  diag::Emitter emitter;
  ASSERT_TRUE(server.load(emitter)) << diag::render_all(emitter);
  EXPECT_FALSE(server.prepare(emitter));
  ASSERT_EQ(emitter.errors(), 1u);
  EXPECT_NE(emitter.all()[0].message.find("192.0.2.77:5060"), std::string::npos) << emitter.all()[0].message;
}

/// Threads, real sockets: requests of many calls over one socket reach their owners and come back.
TEST(Server, ThreadsOnLoopback) {
  net::NetHost host;
  int callee = socket(AF_INET, SOCK_DGRAM, 0), caller = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(callee, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
  ASSERT_EQ(bind(caller, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
  timeval wait{2, 0};
  setsockopt(callee, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  setsockopt(caller, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  auto port = [](int fd) {
    sockaddr_in a{};
    socklen_t n = sizeof a;
    getsockname(fd, reinterpret_cast<sockaddr*>(&a), &n);
    return ntohs(a.sin_port);
  };
  // A port that is free now.
  int probe = socket(AF_INET, SOCK_DGRAM, 0);
  bind(probe, reinterpret_cast<sockaddr*>(&any), sizeof any);
  auto own = port(probe);
  close(probe);

  ServerOptions options;
  options.config_file = "test.cfg";
  options.exact_workers = 3;
  options.config_text = "listen=udp:127.0.0.1:" + std::to_string(own) +
                        "\nloadmodule \"tm.so\"\nloadmodule \"pv.so\"\nrequest_route { $du = \"sip:127.0.0.1:" + std::to_string(port(callee)) + "\"; t_relay(); }\n";
  Server server(host, options);
  diag::Emitter emitter;
  ASSERT_TRUE(server.load(emitter) && server.prepare(emitter)) << diag::render_all(emitter);
  auto started = server.start();
  ASSERT_TRUE(started) << started.error();
  std::thread answering([&] {
    char buffer[65536];
    for (int i = 0; i < 300; ++i) {
      sockaddr_in from{};
      socklen_t n = sizeof from;
      auto got = recvfrom(callee, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &n);
      if (got <= 0) return;
      auto text = answer({buffer, static_cast<std::size_t>(got)}, "200 OK");
      sendto(callee, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&from), n);
    }
  });
  sockaddr_in to = any;
  to.sin_port = htons(own);
  int answered = 0;
  char buffer[65536];
  for (int i = 0; i < 300; ++i) {
    auto text = request("OPTIONS", "sip:b@y", "threads-" + std::to_string(i));
    text.replace(text.find("192.0.2.10:5060"), 15, "127.0.0.1:" + std::to_string(port(caller)));
    sendto(caller, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to);
    auto got = recv(caller, buffer, sizeof buffer, 0);
    if (got > 0 && std::string_view(buffer, 15) == "SIP/2.0 200 OK\r") ++answered;
  }
  answering.join();
  EXPECT_EQ(answered, 300);
  EXPECT_GT(server.statistic("core", "worker_handovers"), 0);
  server.stop();
  close(callee);
  close(caller);
}

}  // namespace
}  // namespace kukini::core
