// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A worker on the virtual network with a program of C++ functions: pipeline, parking, outbound.
#include "core/worker.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sdk/text.hpp"
#include "sim/network.hpp"

namespace kukini::core {
namespace {

using manifest::RouteKind;

/// A "script" in C++.
class TestProgram final : public sdk::Program {
 public:
  std::function<sdk::RouteResult(sdk::Context&)> on_request, on_reply, on_event, on_send;
  int find_route(RouteKind kind, std::string_view) const override {
    return (kind == manifest::kRequest && on_request) || (kind == manifest::kOnreplyCore && on_reply) || (kind == manifest::kEvent && on_event) ||
                   (kind == manifest::kOnsend && on_send)
               ? 0 : -1;
  }
  std::string_view route_name(RouteKind, int) const override { return ""; }
  sdk::RouteResult run(sdk::Context& c, RouteKind kind, int) const override {
    return kind == manifest::kRequest ? on_request(c) : kind == manifest::kEvent ? on_event(c) : kind == manifest::kOnsend ? on_send(c) : on_reply(c);
  }
};

struct Fixture : testing::Test {
  sim::Network net{1};
  io::Host* host = net.add_host("192.0.2.1");
  std::shared_ptr<TestProgram> program = std::make_shared<TestProgram>();
  Shared shared;
  std::unique_ptr<OwnNames> names;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<std::string> a_got, b_got;
  sim::Endpoint* a = nullptr;
  sim::Endpoint* b = nullptr;
  io::Address proxy = *io::Address::parse("192.0.2.1", 5060);

  void start(unsigned count = 1) {
    io::ListenEntry entry;
    entry.protocol = io::Protocol::udp;
    entry.host = "192.0.2.1";
    auto sockets = host->expand({&entry, 1});
    ASSERT_TRUE(sockets) << sockets.error();
    names = std::make_unique<OwnNames>(*sockets, host->local_addresses(), std::vector<Alias>{});
    shared.host = host;
    shared.names = names.get();
    std::vector<Worker*> peers;
    for (unsigned i = 0; i < count; ++i) {
      auto io = host->open(i, count, names->sockets());
      ASSERT_TRUE(io);
      workers.push_back(std::make_unique<Worker>(i, count, shared, std::move(*io)));
      peers.push_back(workers.back().get());
    }
    for (auto& w : workers) {
      w->set_peers(peers);
      w->set_program(program);
      w->enter_thread();
    }
    a = &net.add_endpoint("192.0.2.10", 5070, [this](sim::Endpoint&, const sim::Packet& p) { a_got.emplace_back(p.bytes); });
    b = &net.add_endpoint("192.0.2.20", 5080, [this](sim::Endpoint&, const sim::Packet& p) { b_got.emplace_back(p.bytes); });
    net.attach(
        [this] {
          bool did = false;
          for (auto& w : workers) did = w->step() || did;
          return did;
        },
        [this] {
          std::uint64_t due = UINT64_MAX;
          for (auto& w : workers) due = std::min(due, w->next_due());
          return due;
        });
  }
  void TearDown() override {
    for (auto& w : workers) w->leave_thread();
    net.detach_all();
  }
  std::int64_t counted(std::uint32_t id) {
    std::int64_t n = 0;
    for (auto& w : workers) n += w->cell(id);
    return n;
  }
  static std::string request(const std::string& method, const std::string& uri, const std::string& call = "c1", const std::string& extra = "") {
    return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bKa" + call + ";rport\r\n" + extra +
           "From: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\nCall-ID: " + call + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  }
  void forward_everything() {
    program->on_request = [](sdk::Context& c) {
      sdk::NextHop hop;
      if (c.worker->next_hop(c.ruri(), -1, hop) > 0) c.worker->forward_stateless(c, hop.flow);
      return sdk::RouteResult{};
    };
  }
};

TEST_F(Fixture, ForwardsStatelesslyAndBack) {
  forward_everything();
  start();
  a->send(proxy, request("OPTIONS", "sip:b@192.0.2.20:5080"));
  net.run_for(10);
  ASSERT_EQ(b_got.size(), 1u);
  auto at_b = b_got[0];
  EXPECT_TRUE(at_b.starts_with("OPTIONS sip:b@192.0.2.20:5080 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK")) << at_b;
  EXPECT_NE(at_b.find(";received=192.0.2.10"), std::string::npos) << at_b;
  EXPECT_NE(at_b.find("rport=5070"), std::string::npos) << at_b;

  // The answer finds its way by the second Via.
  auto vias = at_b.substr(at_b.find("Via:"), at_b.find("From:") - at_b.find("Via:"));
  b->send(proxy, "SIP/2.0 200 OK\r\n" + vias + "From: <sip:a@x>;tag=1\r\nTo: <sip:b@y>;tag=2\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
  net.run_for(10);
  ASSERT_EQ(a_got.size(), 1u);
  EXPECT_TRUE(a_got[0].starts_with("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.9.9.9:5070")) << a_got[0];
  EXPECT_EQ(counted(kFwdRequests), 1);
  EXPECT_EQ(counted(kFwdReplies), 1);

  // A retransmission has the same branch; another Request-URI another one.
  a->send(proxy, request("OPTIONS", "sip:b@192.0.2.20:5080"));
  a->send(proxy, request("OPTIONS", "sip:c@192.0.2.20:5080"));
  net.run_for(10);
  ASSERT_EQ(b_got.size(), 3u);
  EXPECT_EQ(b_got[1], at_b);
  auto branch = [](const std::string& m) { return m.substr(m.find("branch="), 40); };
  EXPECT_NE(branch(b_got[2]), branch(at_b));
}

TEST_F(Fixture, RefusesAndDropsWhatIsNotFitToBeServed) {
  int runs = 0;
  program->on_request = [&](sdk::Context&) {
    ++runs;
    return sdk::RouteResult{};
  };
  start();
  a->send(proxy, "\r\n\r\n");
  a->send(proxy, "hello");
  a->send(proxy, std::string("\0\0\0\0", 4));
  a->send(proxy, "OPTIONS sip:b@192.0.2.20 SIP/2.0\r\nVia: SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bKq;rport\r\nCall-ID: x\r\n\r\n");
  net.run_for(10);
  EXPECT_EQ(runs, 0);
  ASSERT_EQ(a_got.size(), 1u);
  EXPECT_TRUE(a_got[0].starts_with("SIP/2.0 400 ")) << a_got[0];
  // A malformed ACK is never answered.
  a->send(proxy, "ACK sip:b@192.0.2.20 SIP/2.0\r\nVia: SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bKq;rport\r\nCall-ID: x\r\n\r\n");
  net.run_for(10);
  EXPECT_EQ(a_got.size(), 1u);
}

TEST_F(Fixture, RepliesOfOthersGoNowhere) {
  start();
  b->send(proxy, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKx\r\nVia: SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bKy\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>;tag=2\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
  net.run_for(10);
  EXPECT_TRUE(a_got.empty());
  EXPECT_EQ(counted(kDropReplies), 1);
}

TEST_F(Fixture, NeverSendsToMulticastOrBroadcast) {
  start();
  sdk::NextHop hop;
  for (const char* uri : {"sip:224.0.1.75", "sip:255.255.255.255", "sip:0.0.0.0", "sip:[ff02::1]"}) EXPECT_EQ(workers[0]->next_hop(uri, -1, hop), -1) << uri;
  EXPECT_EQ(workers[0]->next_hop("sip:example.com", -1, hop), 0);
  EXPECT_EQ(workers[0]->next_hop("sip:192.0.2.20;transport=tcp", -1, hop), -1) << "no such socket";
  EXPECT_EQ(workers[0]->next_hop("sip:a@example.com;maddr=192.0.2.20", -1, hop), 1);
  EXPECT_EQ(hop.flow.remote.to_string(), "192.0.2.20:5060");
}

TEST_F(Fixture, WhileOneScriptWaitsOthersAreServed) {
  std::vector<std::string> order;
  program->on_request = [&](sdk::Context& c) {
    std::string call(c.msg->call_id());
    order.push_back(call + " begins");
    if (call == "slow") c.worker->sleep(50);
    EXPECT_EQ(call, c.msg->call_id()) << "the message stays readable";
    order.push_back(call + " ends");
    return sdk::RouteResult{};
  };
  start();
  a->send(proxy, request("OPTIONS", "sip:x@y", "slow"));
  a->send(proxy, request("OPTIONS", "sip:x@y", "quick"));
  net.run_for(20);
  EXPECT_EQ(order, (std::vector<std::string>{"slow begins", "quick begins", "quick ends"}));
  EXPECT_EQ(workers[0]->parked(), 1u);
  for (int i = 0; i < 20; ++i) a->send(proxy, request("OPTIONS", "sip:x@y", "quick"));
  net.run_for(60);
  EXPECT_EQ(order.back(), "slow ends");
  EXPECT_EQ(workers[0]->parked(), 0u);
}

TEST_F(Fixture, ThousandsWaitAtOnceAndTwiceEach) {
  int ended = 0;
  program->on_request = [&](sdk::Context& c) {
    std::string call(c.msg->call_id());
    EXPECT_TRUE([&] { c.worker->sleep(20); return true; }());
    c.worker->sleep(30);
    EXPECT_EQ(call, c.msg->call_id());
    ++ended;
    return sdk::RouteResult{};
  };
  start();
  for (int i = 0; i < 2000; ++i) a->send(proxy, request("OPTIONS", "sip:x@y", "call" + std::to_string(i)));
  net.run_for(15);
  EXPECT_EQ(workers[0]->parked(), 2000u);
  net.run_for(100);
  EXPECT_EQ(ended, 2000);
}

TEST_F(Fixture, AWaitingScriptIsToldWhenTheServerEnds) {
  bool ended = false;
  program->on_request = [&](sdk::Context& c) {
    bool resumed = c.worker->park([](sdk::Resume) {});
    EXPECT_FALSE(resumed);
    ended = true;
    return sdk::RouteResult{};
  };
  start();
  a->send(proxy, request("OPTIONS", "sip:x@y"));
  net.run_for(10);
  EXPECT_EQ(workers[0]->parked(), 1u);
  workers[0]->leave_thread();
  EXPECT_TRUE(ended);
  EXPECT_EQ(workers[0]->parked(), 0u);
}

TEST_F(Fixture, NamesAreResolvedWithoutHoldingUpOthers) {
  net.add_name("gw.example.com", {{io::Protocol::udp, *io::Address::parse("192.0.2.20", 5080)}});
  net.set_resolver_delay(40);
  program->on_request = [](sdk::Context& c) {
    auto hops = c.worker->resolve_next_hops(c, c.ruri(), -1);
    if (!hops.empty()) c.worker->forward_stateless(c, hops[0].flow);
    return sdk::RouteResult{};
  };
  start();
  a->send(proxy, request("OPTIONS", "sip:b@gw.example.com", "named"));
  a->send(proxy, request("OPTIONS", "sip:b@192.0.2.20:5080", "literal"));
  net.run_for(20);
  ASSERT_EQ(b_got.size(), 1u);
  EXPECT_NE(b_got[0].find("literal"), std::string::npos);
  net.run_for(60);
  ASSERT_EQ(b_got.size(), 2u);
  EXPECT_NE(b_got[1].find("named"), std::string::npos);
}

TEST_F(Fixture, ACallLivesOnOneWorker) {
  std::map<std::string, std::set<unsigned>> where;
  program->on_request = [&](sdk::Context& c) {
    where[std::string(c.msg->call_id())].insert(c.worker->index());
    EXPECT_EQ(c.worker->owner_of(c.msg->call_id()), c.worker->index());
    return sdk::RouteResult{};
  };
  start(3);
  auto& other = net.add_endpoint("192.0.2.11", 5071, [](sim::Endpoint&, const sim::Packet&) {});
  for (int i = 0; i < 60; ++i)
    for (auto* from : {a, b, &other}) from->send(proxy, request("OPTIONS", "sip:x@y", "call-" + std::to_string(i)));
  net.run_for(10);
  EXPECT_EQ(where.size(), 60u);
  std::set<unsigned> used;
  for (auto& [call, set] : where) {
    EXPECT_EQ(set.size(), 1u) << call;
    used.insert(*set.begin());
  }
  EXPECT_EQ(used.size(), 3u);
  EXPECT_GT(counted(kHandovers), 0);
}

TEST_F(Fixture, PostsKeepTheirOrder) {
  start(2);
  std::vector<int> got;
  for (int i = 0; i < 100; ++i) workers[1]->post([&, i](sdk::Worker& w) {
    EXPECT_EQ(w.index(), 1u);
    got.push_back(i);
  });
  net.run_for(5);
  ASSERT_EQ(got.size(), 100u);
  EXPECT_TRUE(std::is_sorted(got.begin(), got.end()));
}

TEST_F(Fixture, AReloadWaitsForNoOneAndKeepsWhatRuns) {
  std::vector<std::string> order;
  program->on_request = [&](sdk::Context& c) {
    c.worker->sleep(30);
    order.push_back("old");
    c.worker->sleep(30);
    order.push_back("old again");
    return sdk::RouteResult{};
  };
  start();
  a->send(proxy, request("OPTIONS", "sip:x@y", "one"));
  net.run_for(10);
  std::weak_ptr<TestProgram> old = program;
  program = std::make_shared<TestProgram>();
  program->on_request = [&](sdk::Context&) {
    order.push_back("new");
    return sdk::RouteResult{};
  };
  workers[0]->post([p = program](sdk::Worker& w) { static_cast<Worker&>(w).set_program(p); });
  net.run_for(5);
  a->send(proxy, request("OPTIONS", "sip:x@y", "two"));
  net.run_for(10);
  EXPECT_EQ(order, std::vector<std::string>{"new"});
  EXPECT_FALSE(old.expired());
  net.run_for(100);
  EXPECT_EQ(order, (std::vector<std::string>{"new", "old", "old again"}));
  EXPECT_TRUE(old.expired());
}

TEST_F(Fixture, TheOnsendRouteSeesWhatLeavesAndMayDropIt) {
  forward_everything();
  bool drop = false;
  std::string seen;
  program->on_send = [&](sdk::Context& c) {
    EXPECT_EQ(c.send_flow->remote.to_string(), "192.0.2.20:5080");
    EXPECT_EQ(c.flow.remote.to_string(), "192.0.2.10:5070");
    seen = std::string(c.send_bytes);
    sdk::RouteResult r;
    r.dropped = drop;
    return r;
  };
  start();
  a->send(proxy, request("OPTIONS", "sip:b@192.0.2.20:5080"));
  net.run_for(10);
  ASSERT_EQ(b_got.size(), 1u);
  EXPECT_EQ(seen, b_got[0]);
  drop = true;
  a->send(proxy, request("OPTIONS", "sip:b@192.0.2.20:5080"));
  net.run_for(10);
  EXPECT_EQ(b_got.size(), 1u);
}

TEST_F(Fixture, EventRoutesRunOnAStandIn) {
  std::string seen;
  program->on_event = [&](sdk::Context& c) {
    seen = std::string(c.msg->method_text());
    EXPECT_TRUE(c.has(sdk::ProcessingFlag::fake_request));
    return sdk::RouteResult{};
  };
  start();
  workers[0]->post([](sdk::Worker& w) { w.run_event_route("core:worker-one-init"); });
  net.run_for(5);
  EXPECT_EQ(seen, "OPTIONS");
}

}  // namespace
}  // namespace kukini::core
