// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The timers of RFC 3261 §17 under Kamailio's names, each by the moments at which something leaves.
#include "call.hpp"

namespace kukini::test {
namespace {

using Times = std::vector<std::uint64_t>;

class TimerTest : public TmTest {
 protected:
  /// Milliseconds since `from` at which messages to `ip` whose first line begins with `begin` left.
  Times times(std::string_view ip, std::string_view begin, std::uint64_t from) {
    Times out;
    for (auto& p : s->sent())
      if (p.to.remote.ip() == ip && p.bytes.starts_with(begin)) out.push_back(p.at_ms - from);
    return out;
  }
};

TEST_F(TimerTest, A_InviteIsRepeatedUpToT2_B_GivesUp) {
  start();
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  s->run_for(30000);
  EXPECT_EQ(times(kCallee, "INVITE", t0), (Times{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500}));
  EXPECT_EQ(times(kCaller, "SIP/2.0 408 Request Timeout", t0), (Times{30000}));
  EXPECT_TRUE(times(kCallee, "CANCEL", t0).empty()) << "never replied to: nothing to cancel";
}

TEST_F(TimerTest, A_StopsAtTheFirstProvisional_C_CancelsAndAnswers408) {
  start();
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  auto invite = s->sent().back().bytes;
  s->run_for(600);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->run_for(130000);
  EXPECT_EQ(times(kCallee, "INVITE", t0), (Times{0, 500}));
  auto cancels = times(kCallee, "CANCEL", t0);
  ASSERT_FALSE(cancels.empty());
  EXPECT_EQ(cancels[0], 120600u);
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0).at(0), 120600u);
}

TEST_F(TimerTest, C_RestartsWithEachProvisional) {
  start();
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  auto invite = s->sent().back().bytes;
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->run_for(60000);
  s->receive(answer(invite, 183, "Progress"), kCallee);
  s->run_for(119999);
  EXPECT_TRUE(times(kCaller, "SIP/2.0 408", t0).empty());
  s->run_for(1);
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0).size(), 1u) << "and max_inv_lifetime is the bound";
}

TEST_F(TimerTest, C_DoesNotRestartWhenSwitchedOff) {
  start({{"tm.restart_fr_on_each_reply", "0"}, {"tm.fr_inv_timer", "10000"}});
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  auto invite = s->sent().back().bytes;
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->run_for(6000);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->run_for(6000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0).at(0), 10000u);
}

TEST_F(TimerTest, MaxInvLifetimeBoundsAll) {
  start({{"tm.max_inv_lifetime", "20000"}});
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  s->receive(answer(s->sent().back().bytes, 180, "Ringing"), kCallee);
  s->run_for(30000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0).at(0), 20000u);
}

TEST_F(TimerTest, E_NonInviteIsRepeated_F_GivesUp) {
  start();
  auto t0 = s->worker.clock.ms;
  s->receive(request("OPTIONS"));
  s->run_for(40000);
  EXPECT_EQ(times(kCallee, "OPTIONS", t0), (Times{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500}));
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0), (Times{30000})) << "no repetition of an answer to other methods";
}

TEST_F(TimerTest, E_RunsAtT2InProceeding) {
  start();
  auto t0 = s->worker.clock.ms;
  s->receive(request("OPTIONS"));
  s->receive(answer(s->sent().back().bytes, 183, "Wait"), kCallee);
  s->run_for(10000);
  EXPECT_EQ(times(kCallee, "OPTIONS", t0), (Times{0, 500, 4500, 8500}));
}

TEST_F(TimerTest, G_RepeatsTheNegativeAnswer_H_Ends) {
  start({{"tm.fr_timer", "10000"}});
  s->receive(request("INVITE"));
  auto t0 = s->worker.clock.ms;
  s->receive(answer(s->sent().back().bytes, 404, "No"), kCallee);
  s->run_for(9999);
  EXPECT_EQ(times(kCaller, "SIP/2.0 404", t0), (Times{0, 500, 1500, 3500, 7500}));
  s->run_for(20000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 404", t0).size(), 5u);
  EXPECT_EQ(s->count("tm", "waiting"), 1);
  s->run_for(32000);
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 0);
}

TEST_F(TimerTest, H_Is64T1) {
  start();
  s->receive(request("INVITE"));
  auto t0 = s->worker.clock.ms;
  s->receive(answer(s->sent().back().bytes, 404, "No"), kCallee);
  s->run_for(40000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 404", t0), (Times{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}));
  EXPECT_EQ(s->count("tm", "waiting"), 1) << "D";
}

TEST_F(TimerTest, G_DoesNotRunOverTcp) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.flow.protocol = io::Protocol::tcp;
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  auto t0 = s->worker.clock.ms;
  s->receive(answer(s->sent().back().bytes, 404, "No"), kCallee);
  s->run_for(20000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 404", t0), (Times{0}));
}

TEST_F(TimerTest, A_DoesNotRunOverTcp) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.set_ruri("sip:bob@192.0.2.20;transport=tcp");
    return s->call(c, "t_relay");
  };
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  s->run_for(29000);
  EXPECT_EQ(times(kCallee, "INVITE", t0), (Times{0}));
  s->run_for(1000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0).at(0), 30000u);
}

TEST_F(TimerTest, TransactionsOwnTimers) {
  start();
  s->on_request = [this](sdk::Context& c) {
    s->call(c, "t_set_fr", {sdk::Value::integer(5000), sdk::Value::integer(2000)});
    s->call(c, "t_set_retr", {sdk::Value::integer(100), sdk::Value::integer(400)});
    return s->call(c, "t_relay");
  };
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  s->run_for(2000);
  EXPECT_EQ(times(kCallee, "INVITE", t0), (Times{0, 100, 300, 700, 1100, 1500, 1900}));
  EXPECT_EQ(times(kCaller, "SIP/2.0 408", t0), (Times{2000}));
}

TEST_F(TimerTest, LocalAnswerIsRepeatedToo) {
  start();
  s->on_request = [this](sdk::Context& c) {
    s->call(c, "t_newtran");
    return s->call(c, "t_reply", {sdk::Value::integer(480), sdk::Value::string("Gone")});
  };
  auto t0 = s->worker.clock.ms;
  s->receive(request("INVITE"));
  auto reply = s->sent().at(0).bytes;
  s->run_for(1600);
  EXPECT_EQ(times(kCaller, "SIP/2.0 480 Gone", t0), (Times{0, 500, 1500}));
  auto tag = header(reply, "To");
  tag = tag.substr(tag.find("tag=") + 4);
  s->on_request = [this](sdk::Context& c) { return last_rc = s->call(c, "t_check_trans"); };
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, tag));
  EXPECT_EQ(last_rc, 0);
  s->run_for(4000);
  EXPECT_EQ(times(kCaller, "SIP/2.0 480 Gone", t0).size(), 3u);
}

TEST_F(TimerTest, TransactionLeftOpenByTheScriptGoesAway) {
  start();
  s->on_request = [this](sdk::Context& c) { return s->call(c, "t_newtran"); };
  s->receive(request("INVITE"));
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 1);
  s->run_for(5000);
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 0);
}

}  // namespace
}  // namespace kukini::test
