// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Stateless replies and their ACKs; requests of our own.
#include "call.hpp"
#include "sdk/services/tm.hpp"

namespace kukini::test {
namespace {

using sdk::Value;

TEST_F(TmTest, StatelessReplyAndItsAck) {
  start();
  int runs = 0;
  s->on_request = [&](sdk::Context& c) {
    ++runs;
    return s->call(c, "sl_send_reply", {Value::integer(404), Value::string("Not Found")});
  };
  s->receive(request("INVITE"));
  auto reply = to(kCaller).at(0);
  EXPECT_EQ(first_line(reply), "SIP/2.0 404 Not Found");
  EXPECT_EQ(header(reply, "Server"), "test");
  EXPECT_EQ(header(reply, "Content-Length"), "0");
  auto tag = header(reply, "To");
  tag = tag.substr(tag.find("tag=") + 4);
  s->receive(request("INVITE"));
  EXPECT_EQ(to(kCaller).at(0), reply) << "the same answer to the same request";
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, tag));
  EXPECT_EQ(runs, 2) << "no script for this ACK";
  EXPECT_EQ(s->count("sl", "received_ACKs"), 1);
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, tag.substr(0, tag.size() - 1) + "x"));
  EXPECT_EQ(runs, 3) << "a tag that only looks like ours";
  EXPECT_TRUE(s->sent().empty()) << "an ACK is never answered";
  EXPECT_EQ(s->count("sl", "404_replies"), 2);
  EXPECT_EQ(s->count("sl", "sent_replies"), 2);
  EXPECT_EQ(s->count("tmx", "UAS_transactions"), 0);
}

TEST_F(TmTest, SendReplyUsesTheTransaction) {
  start();
  s->on_request = [&](sdk::Context& c) {
    s->call(c, "t_newtran");
    return s->call(c, "send_reply", {Value::integer(403), Value::string("No")});
  };
  s->receive(request("INVITE"));
  to(kCaller);
  s->run_for(500);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 403 No"}) << "repeated, so it went through tm";
  EXPECT_EQ(s->count("sl", "sent_replies"), 0);
}

TEST_F(TmTest, SlReplyError) {
  start();
  s->on_request = [&](sdk::Context& c) { return s->call(c, "sl_reply_error"); };
  s->receive(request("INVITE"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 500 I'm terribly sorry, server error occurred (1/SL)"});
}

TEST_F(TmTest, RedirectListsTheDestinations) {
  start();
  s->on_request = [&](sdk::Context& c) {
    c.set_ruri("sip:bob@a.example");
    sdk::Branch b;
    b.ruri = "sip:bob@b.example";
    b.q = 500;
    c.add_branch(b);
    return s->call(c, "sl_send_reply", {Value::integer(302), Value::string("Moved")});
  };
  s->receive(request("INVITE"));
  EXPECT_EQ(header(to(kCaller).at(0), "Contact"), "<sip:bob@a.example>, <sip:bob@b.example>;q=0.5");
}

TEST_F(TmTest, StatsHaveKamailiosFields) {
  start();
  s->receive(request("OPTIONS"));
  s->receive(answer(to(kCallee).at(0), 200, "OK"), kCallee);
  auto names = [](const sdk::RpcCall& call) {
    std::string all;
    for (auto& [name, value] : std::get<sdk::RpcStruct>(call.replies.at(0).v)) all += name + " ";
    return all;
  };
  EXPECT_EQ(names(s->rpc("tm.stats")),
            "current waiting total total_local rpl_received rpl_generated rpl_sent 6xx 5xx 4xx 3xx 2xx created freed delayed_free ");
  EXPECT_EQ(names(s->rpc("sl.stats")), "200 202 2xx 300 301 302 3xx 400 401 403 404 407 408 483 4xx 500 5xx 6xx xxx ");
  auto stats = std::get<sdk::RpcStruct>(s->rpc("tm.stats").replies.at(0).v);
  EXPECT_EQ(std::get<std::int64_t>(stats[0].second.v), 1);  // current
  EXPECT_EQ(std::get<std::int64_t>(stats[1].second.v), 1);  // waiting
  EXPECT_EQ(s->rpc("tm.list").replies.size(), 0u);
  s->receive(request("OPTIONS", "z9hG4bKsecond", {}, 2));
  EXPECT_EQ(s->rpc("tm.list").replies.size(), 1u);
  auto fill = std::get<sdk::RpcStruct>(s->rpc("tm.hash_stats").replies.at(0).v);
  EXPECT_EQ(fill[0].first, "worker_0");
  EXPECT_EQ(std::get<std::int64_t>(fill[0].second.v), 1);
  EXPECT_EQ(fill[1].first, "worker_0_kept");
  EXPECT_EQ(std::get<std::int64_t>(fill[1].second.v), 1);
}

class LocalTest : public TmTest {
 protected:
  void probe(std::uint64_t timeout = 0) {
    start();
    sdk::LocalRequest r;
    r.method = "OPTIONS";
    r.ruri = "sip:192.0.2.20:5070";
    r.from = "sip:probe@example.org";
    r.timeout_ms = timeout;
    auto sent = s->get<sdk::TmService>()->send_request(s->worker, r, [this](sdk::Worker&, const sdk::LocalReply& reply) {
      ++calls;
      code = reply.code;
      timed_out = reply.timeout;
      round_trip = reply.round_trip_ms;
    });
    ASSERT_TRUE(sent) << sent.error();
  }
  int calls = 0, code = 0;
  bool timed_out = false;
  std::uint64_t round_trip = 0;
};

TEST_F(LocalTest, AnsweredOnce) {
  probe();
  auto options = to(kCallee).at(0);
  EXPECT_EQ(first_line(options), "OPTIONS sip:192.0.2.20:5070 SIP/2.0");
  EXPECT_EQ(header(options, "CSeq"), "10 OPTIONS");
  EXPECT_EQ(header(options, "User-Agent"), "test");
  EXPECT_EQ(header(options, "Max-Forwards"), "70");
  EXPECT_EQ(header(options, "To"), "<sip:192.0.2.20:5070>");
  EXPECT_TRUE(header(options, "From").starts_with("<sip:probe@example.org>;tag="));
  s->run_for(40);
  s->receive(answer(options, 200, "OK"), kCallee);
  s->receive(answer(options, 200, "OK"), kCallee);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(code, 200);
  EXPECT_EQ(round_trip, 40u);
  EXPECT_EQ(s->count("tmx", "UAC_transactions"), 1);
}

TEST_F(LocalTest, TimesOut) {
  probe(2000);
  s->run_for(2000);
  EXPECT_EQ(to(kCallee).size(), 3u);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(code, 408);
  EXPECT_TRUE(timed_out);
}

}  // namespace
}  // namespace kukini::test
