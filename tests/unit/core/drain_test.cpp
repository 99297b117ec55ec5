// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Server::stop() with time to drain, on loopback sockets: new calls are refused, the one in flight is finished.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "core/server.hpp"
#include "diag/render.hpp"
#include "net/host.hpp"

namespace kukini::core {
namespace {

struct Peer {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  Peer() {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval wait{3, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
  }
  ~Peer() { close(fd); }
  int port() const {
    sockaddr_in a{};
    socklen_t n = sizeof a;
    getsockname(fd, reinterpret_cast<sockaddr*>(&a), &n);
    return ntohs(a.sin_port);
  }
  void send(int port, const std::string& text) const {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    sendto(fd, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to);
  }
  /// The next message that is no 100; empty when none comes.
  std::string receive() const {
    for (;;) {
      char buffer[65536];
      auto got = recv(fd, buffer, sizeof buffer, 0);
      if (got <= 0) return {};
      std::string text(buffer, static_cast<std::size_t>(got));
      if (!text.starts_with("SIP/2.0 100")) return text;
    }
  }
};

TEST(Drain, RefusesNewCallsAndFinishesThoseInFlight) {
  Peer caller, callee;
  int own = Peer().port();
  net::NetHost host;
  ServerOptions options;
  options.config_file = "test.cfg";
  options.exact_workers = 2;
  options.config_text = "listen=udp:127.0.0.1:" + std::to_string(own) +
                        "\nloadmodule \"tm.so\"\nloadmodule \"pv.so\"\nrequest_route { $du = \"sip:127.0.0.1:" +
                        std::to_string(callee.port()) + "\"; t_relay(); }\n";
  Server server(host, options);
  diag::Emitter emitter;
  ASSERT_TRUE(server.load(emitter) && server.prepare(emitter)) << diag::render_all(emitter);
  ASSERT_TRUE(server.start());
  auto request = [&](const std::string& method, const std::string& call) {
    return method + " sip:b@y SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + std::to_string(caller.port()) + ";branch=z9hG4bK" + call +
           "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\nCall-ID: " + call + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  };
  auto reply = [](const std::string& forwarded) {
    std::string ok = "SIP/2.0 200 OK\r\n";
    for (std::size_t at = forwarded.find("\r\n") + 2, end; (end = forwarded.find("\r\n", at)) != at; at = end + 2) {
      auto line = forwarded.substr(at, end - at);
      for (const char* name : {"Via:", "From:", "Call-ID:", "CSeq:"})
        if (line.starts_with(name)) ok += line + "\r\n";
      if (line.starts_with("To:")) ok += line + ";tag=callee\r\n";
    }
    return ok + "Content-Length: 0\r\n\r\n";
  };
  // Over before the end begins: it still answers copies of the request, but is no reason to stay.
  caller.send(own, request("OPTIONS", "over"));
  callee.send(own, reply(callee.receive()));
  EXPECT_TRUE(caller.receive().starts_with("SIP/2.0 200 OK"));
  caller.send(own, request("INVITE", "first"));
  auto forwarded = callee.receive();
  ASSERT_TRUE(forwarded.starts_with("INVITE")) << forwarded;

  auto begun = std::chrono::steady_clock::now();
  std::thread stopping([&] { server.stop(10000); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  caller.send(own, request("INVITE", "second"));
  auto refused = caller.receive();
  EXPECT_TRUE(refused.starts_with("SIP/2.0 503 ")) << refused;
  EXPECT_NE(refused.find("Retry-After: "), std::string::npos) << refused;

  caller.send(own, request("OPTIONS", "over"));
  auto again = caller.receive();
  EXPECT_TRUE(again.starts_with("SIP/2.0 200 OK") && again.find("Call-ID: over") != std::string::npos) << again;

  callee.send(own, reply(forwarded));
  auto answered = caller.receive();
  EXPECT_TRUE(answered.starts_with("SIP/2.0 200 OK")) << answered;
  stopping.join();
  auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took, std::chrono::seconds(5)) << "it ends once nothing is left, not when its time is over";
}

}  // namespace
}  // namespace kukini::core
