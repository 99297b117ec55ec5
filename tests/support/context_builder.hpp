// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ContextBuilder: a parsed message with a Context around it, for tests of modules without a server.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/context.hpp"
#include "sdk/worker.hpp"
#include "sip/encode.hpp"

namespace kukini::test {

/// A clock that stands still.
struct StillClock final : io::Clock {
  std::uint64_t ms = 1000;
  std::int64_t us = 1700000000123456;
  std::uint64_t now_ms() const override { return ms; }
  std::int64_t wall_us() const override { return us; }
};

/// Enough of a worker for functions that do not send: sockets, a clock, arenas.
class QuietWorker final : public sdk::Worker {
 public:
  QuietWorker() {
    clock_ = &clock;
    io::ListenSocket s;
    s.address = *io::Address::parse("127.0.0.1", 5060);
    s.name = "main";
    listen.push_back(s);
    s.id = 1;
    s.address = *io::Address::parse("127.0.0.2", 5070);
    s.name = "second";
    listen.push_back(s);
    sockets_ = listen;
    cells_ = cells;
    slots_.resize(64);
  }
  base::Arena* acquire_arena() override { return &arenas.emplace_back(1024); }
  void release_arena(base::Arena*) override {}
  void post(std::function<void(sdk::Worker&)> task) override { task(*this); }
  sdk::Worker& peer(unsigned) override { return *this; }
  bool park(const std::function<void(sdk::Resume)>&) override { return false; }
  std::vector<sdk::NextHop> resolve_next_hops(sdk::Context&, std::string_view, int) override { return {}; }
  int next_hop(std::string_view, int, sdk::NextHop&) override { return -1; }
  LocalName local_name(const io::Flow&) override { return {advertised_host, advertised_port}; }
  bool is_myself(std::string_view host, std::uint16_t, io::Protocol) override { return host == "127.0.0.1" || host == "myself.example"; }
  int find_socket(std::string_view spec) override {
    for (const auto& s : listen)
      if (spec == s.name || spec == std::string(io::to_string(s.protocol)) + ":" + s.address.to_string()) return s.id;
    return -1;
  }
  bool forward_stateless(sdk::Context&, const io::Flow&) override { return false; }
  io::Flow reply_flow(const sdk::Context& c) override { return c.flow; }
  sdk::RouteResult run_event_route(std::string_view, std::string_view) override { return {}; }

  StillClock clock;
  std::string advertised_host = "192.0.2.99";
  std::uint16_t advertised_port = 5099;
  std::deque<base::Arena> arenas;
  std::vector<io::ListenSocket> listen;
  std::int64_t cells[64] = {};
};

/// The message text may have bare LF line ends; they become CRLF.
class ContextBuilder {
 public:
  explicit ContextBuilder(std::string_view text, bool as_is = false) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!as_is && text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) bytes += '\r';
      bytes += text[i];
    }
    outcome = sip::Message::parse(bytes, arena, msg);
    context.worker = &worker;
    context.arena = &arena;
    context.msg = msg;
    context.edits = &edits;
    context.state = &state;
    context.flow.local = *io::Address::parse("127.0.0.1", 5060);
    context.flow.remote = *io::Address::parse("192.0.2.7", 5062);
    if (msg != nullptr && msg->is_request()) context.target.ruri = msg->ruri();
  }

  /// The message as it would leave, with its edits.
  std::string encoded() {
    std::string out(bytes.size() + edits.growth() + 256, '\0');
    const sip::EditList* lists[] = {&edits};
    out.resize(sip::encode_as_is({out.data(), out.size()}, *msg, lists, 1));
    return out;
  }

  std::string bytes;
  base::Arena arena{16384};
  QuietWorker worker;
  sip::EditList edits{arena};
  sdk::State state;
  sip::Message* msg = nullptr;
  sip::ParseOutcome outcome{};
  sdk::Context context;
};

}  // namespace kukini::test
