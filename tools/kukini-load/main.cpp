// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-load: places calls through a SIP proxy at a given rate and tells how many succeeded and how fast.
#include <arpa/inet.h>
#include <poll.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "calls.hpp"

namespace {

using namespace kukini::load;

std::uint64_t now_us() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1000000 + static_cast<std::uint64_t>(t.tv_nsec) / 1000;
}

/// "ip:port" to its parts; throws where it is neither.
std::pair<std::string, std::uint16_t> ip_port(const std::string& text) {
  auto colon = text.rfind(':');
  if (colon == text.npos) throw std::runtime_error("'" + text + "': write it as IP:PORT");
  return {text.substr(0, colon), static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

std::uint32_t percentile(std::vector<std::uint32_t>& v, double p) {
  if (v.empty()) return 0;
  auto at = v.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(v.size() - 1) * p);
  std::nth_element(v.begin(), at, v.end());
  return *at;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Places SIP calls over UDP through a proxy, plays caller and callees in one process, and prints what came of them.\n"
      "One call is INVITE 100 180 200 ACK BYE 200: 13 messages at the proxy. Nothing is retransmitted by this side."};
  std::string proxy = "127.0.0.1:5060", caller_at = "127.0.0.1:0";
  std::vector<std::string> callees_at;
  double rate = 100, seconds = 10, hold = 0.1, give_up = 4;
  bool json = false;
  app.add_option("--proxy", proxy, "server under test, IP:PORT")->capture_default_str();
  app.add_option("--caller", caller_at, "where the caller sends from, IP:PORT (0: any port)")->capture_default_str();
  app.add_option("--callee", callees_at, "where a callee answers, IP:PORT; may be repeated (the server must route to them)");
  app.add_option("--rate", rate, "calls per second")->capture_default_str();
  app.add_option("--seconds", seconds, "how long calls are started")->capture_default_str();
  app.add_option("--hold", hold, "seconds from answer to BYE")->capture_default_str();
  app.add_option("--give-up", give_up, "seconds after which an unanswered request has failed")->capture_default_str();
  app.add_flag("--json", json, "print one JSON object");
  CLI11_PARSE(app, argc, argv);

  try {
    auto [proxy_ip, proxy_port] = ip_port(proxy);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(proxy_port);
    if (inet_pton(AF_INET, proxy_ip.c_str(), &to.sin_addr) != 1) throw std::runtime_error("not an IPv4 address: " + proxy_ip);
    auto [caller_ip, caller_port] = ip_port(caller_at);
    auto caller_socket = std::make_unique<UdpBatch>(caller_ip, caller_port);
    Caller caller(*caller_socket, to, caller_ip, static_cast<std::uint64_t>(hold * 1e6), static_cast<std::uint64_t>(give_up * 1e6));
    std::vector<std::unique_ptr<UdpBatch>> sockets;
    std::vector<Callee> callees;
    for (const auto& at : callees_at) {
      auto [ip, port] = ip_port(at);
      sockets.push_back(std::make_unique<UdpBatch>(ip, port));
      callees.emplace_back(*sockets.back(), ip);
    }
    std::vector<pollfd> fds{{caller_socket->fd(), POLLIN, 0}};
    for (auto& s : sockets) fds.push_back({s->fd(), POLLIN, 0});

    auto begin = now_us(), end = begin + static_cast<std::uint64_t>(seconds * 1e6);
    std::uint64_t late_us = 0;
    for (;;) {
      auto now = now_us();
      if (now < end) {
        auto due = static_cast<std::uint64_t>(static_cast<double>(now - begin) * rate / 1e6) + 1;
        for (unsigned burst = 0; caller.counts().started < due && burst < UdpBatch::kBatch; ++burst) caller.start_call(now);
      } else if (caller.idle()) {
        break;
      }
      bool busy = false;
      for (const auto& d : caller_socket->receive()) busy = true, caller.on_datagram(d.bytes, now_us());
      for (std::size_t i = 0; i < callees.size(); ++i) {
        for (const auto& d : sockets[i]->receive()) busy = true, callees[i].on_datagram(d.bytes, d.from);
        sockets[i]->flush();
      }
      caller.tick(now_us());
      caller_socket->flush();
      if (!busy) {
        timespec wait{0, 200000};
        ppoll(fds.data(), fds.size(), &wait, nullptr);
      } else {
        late_us = std::max(late_us, now_us() - now);
      }
    }

    const auto& c = caller.counts();
    auto& l = caller.latencies();
    double success = c.started == 0 ? 0 : 100.0 * static_cast<double>(c.completed) / static_cast<double>(c.started);
    std::string shares;
    for (auto& callee : callees) shares += (shares.empty() ? "" : ", ") + std::to_string(callee.invites());
    auto p50 = percentile(l, 0.5), p99 = percentile(l, 0.99), most = percentile(l, 1.0);
    if (json)
      fmt::print("{{\"rate\": {}, \"started\": {}, \"answered\": {}, \"completed\": {}, \"rejected\": {}, \"lost\": {}, \"success\": {:.4f}, "
                 "\"p50_us\": {}, \"p99_us\": {}, \"max_us\": {}, \"retransmissions\": {}, \"longest_turn_us\": {}, \"callees\": [{}]}}\n",
                 rate, c.started, c.answered, c.completed, c.rejected, c.lost, success, p50, p99, most, c.retransmissions, late_us, shares);
    else
      fmt::print("{} calls at {}/s: {} completed ({:.3f} %), {} rejected, {} lost; INVITE to 200: p50 {:.2f} ms, p99 {:.2f} ms, longest {:.2f} ms\n"
                 "answered by the callees: {}\n",
                 c.started, rate, c.completed, success, c.rejected, c.lost, p50 / 1000.0, p99 / 1000.0, most / 1000.0, shares);
    return c.started == c.completed ? 0 : 1;
  } catch (const std::exception& e) {
    fmt::print(stderr, "kukini-load: {}\n", e.what());
    return 2;
  }
}
