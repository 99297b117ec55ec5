// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Messages of a caller and of callees, and what left the server sorted by receiver.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "fake_worker.hpp"

namespace kukini::test {

inline constexpr std::string_view kCaller = "192.0.2.7";
inline constexpr std::string_view kCallee = "192.0.2.20";

inline std::string request(std::string_view method, std::string_view branch = "z9hG4bKcaller1", std::string_view extra = {}, int cseq = 1,
                           std::string_view to_tag = {}, std::string_view ruri = "sip:bob@192.0.2.20", std::string_view body = {}) {
  std::string r(method);
  r += " " + std::string(ruri) + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=" + std::string(branch) + "\r\n";
  r += "From: <sip:alice@example.org>;tag=from1\r\nTo: <sip:bob@example.org>";
  if (!to_tag.empty()) r += ";tag=" + std::string(to_tag);
  r += "\r\nCall-ID: call1@192.0.2.7\r\nCSeq: " + std::to_string(cseq) + " " + std::string(method) + "\r\nMax-Forwards: 70\r\n";
  r += std::string(extra);
  r += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  return r;
}

/// All values of a header in order.
inline std::vector<std::string> headers(std::string_view message, std::string_view name) {
  std::vector<std::string> out;
  std::size_t at = message.find("\r\n");
  while (at != message.npos) {
    at += 2;
    auto end = message.find("\r\n", at);
    if (end == message.npos || end == at) break;
    auto line = message.substr(at, end - at);
    if (base::istarts_with(line, name) && line.size() > name.size() && line[name.size()] == ':')
      out.emplace_back(base::trim(line.substr(name.size() + 1)));
    at = end;
  }
  return out;
}
inline std::string header(std::string_view message, std::string_view name) {
  auto all = headers(message, name);
  return all.empty() ? "" : all[0];
}
inline std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find("\r\n"))); }

/// What a callee answers to a request it got.
inline std::string answer(std::string_view req, int code, std::string_view reason, std::string_view tag = "callee1", std::string_view extra = {}) {
  std::string r = "SIP/2.0 " + std::to_string(code) + " " + std::string(reason) + "\r\n";
  for (auto& v : headers(req, "Via")) r += "Via: " + v + "\r\n";
  for (auto& v : headers(req, "Record-Route")) r += "Record-Route: " + v + "\r\n";
  r += "From: " + header(req, "From") + "\r\nTo: " + header(req, "To");
  if (header(req, "To").find("tag=") == std::string::npos && code > 100) r += ";tag=" + std::string(tag);
  r += "\r\nCall-ID: " + header(req, "Call-ID") + "\r\nCSeq: " + header(req, "CSeq") + "\r\n" + std::string(extra) + "Content-Length: 0\r\n\r\n";
  return r;
}

class TmTest : public ::testing::Test {
 protected:
  void start(std::map<std::string, std::string> params = {}) {
    s = std::make_unique<FakeServer>(std::vector<std::string>{"tm", "sl", "rr"}, std::move(params));
    ASSERT_TRUE(s->errors.empty()) << s->errors[0];
    s->on_request = [this](sdk::Context& c) {
      last_rc = s->call(c, "t_relay");
      return last_rc;
    };
  }
  void TearDown() override {
    if (!s || !check_leaks) return;
    s->run_for(400000);
    EXPECT_EQ(s->worker.timers().armed(), 0u) << "a timer was left";
    EXPECT_EQ(s->worker.arenas_out, 0) << "an arena was left";
    EXPECT_EQ(s->count("tmx", "inuse_transactions"), 0) << "a transaction was left";
    EXPECT_EQ(s->count("tm", "created"), s->count("tm", "freed"));
  }

  /// What was sent since the last call, to one address ("": anywhere).
  std::vector<std::string> to(std::string_view ip, std::uint16_t port = 0) {
    std::vector<std::string> out;
    std::vector<SentPacket> rest;
    for (auto& p : s->take()) {
      if (p.to.remote.ip() == ip && (port == 0 || p.to.remote.port == port)) out.push_back(p.bytes);
      else rest.push_back(p);
    }
    s->sent() = std::move(rest);
    return out;
  }
  std::vector<std::string> lines(std::string_view ip) {
    std::vector<std::string> out;
    for (auto& m : to(ip)) out.push_back(first_line(m));
    return out;
  }
  using Strings = std::vector<std::string>;

  std::unique_ptr<FakeServer> s;
  int last_rc = 0;
  bool check_leaks = true;
};

}  // namespace kukini::test
