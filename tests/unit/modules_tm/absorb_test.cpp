// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What finished transactions absorb, and for how long: timers D, I, J, K (RFC 3261 §17), L and M (RFC 6026).
#include <algorithm>

#include "call.hpp"
#include "sdk/services/tm.hpp"

namespace kukini::test {
namespace {

class AbsorbTest : public TmTest {
 protected:
  std::int64_t in_use() { return s->count("tmx", "inuse_transactions"); }
  /// The request as the callee got it.
  std::string relay(std::string_view text) {
    s->receive(text);
    auto sent = to(kCallee);
    to(kCaller);
    return sent.empty() ? "" : sent.back();
  }
  /// t_check_trans() for a request, without relaying.
  int check(std::string_view text) {
    int rc = -9;
    auto before = std::exchange(s->on_request, [&](sdk::Context& c) { return rc = s->call(c, "t_check_trans"); });
    s->receive(text);
    s->on_request = before;
    return rc;
  }
};

TEST_F(AbsorbTest, J_RepeatedRequestGetsItsFinalReplyFor64T1) {
  start();
  auto bye = request("BYE", "z9hG4bKbye", {}, 2, "callee1");
  auto at_callee = relay(bye);
  s->receive(answer(at_callee, 200, "OK then", "callee1", "User-Agent: phone\r\nX-Long: a\r\n b\r\n"), kCallee);
  auto first = to(kCaller).at(0);
  for (int i = 0; i < 7; ++i) {
    s->run_for(4500);
    s->receive(bye);
    auto again = to(kCaller);
    ASSERT_EQ(again.size(), 1u) << i;
    EXPECT_EQ(first_line(again[0]), "SIP/2.0 200 OK then");
    for (auto name : {"Via", "From", "To", "Call-ID", "CSeq", "User-Agent", "Content-Length"}) EXPECT_EQ(headers(again[0], name), headers(first, name)) << name;
    EXPECT_NE(again[0].find("X-Long: a\r\n b\r\n"), std::string::npos);
    EXPECT_TRUE(to(kCallee).empty());
  }
  EXPECT_EQ(in_use(), 1);
  EXPECT_EQ(s->count("tm", "waiting"), 1);
  s->run_for(499);
  EXPECT_EQ(in_use(), 1);
  s->run_for(1);
  EXPECT_EQ(in_use(), 0) << "32 s after the answer";
  EXPECT_EQ(s->count("tm", "waiting"), 0);
  s->receive(bye);
  EXPECT_EQ(to(kCallee).size(), 1u) << "a new transaction";
}

TEST_F(AbsorbTest, J_BodyAndTagOfTheReplyAreKept) {
  start();
  auto options = request("OPTIONS", "z9hG4bKoptions", "v: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKfurther\r\n");
  auto reply = answer(relay(options), 404, "Not here", "tag7", "Content-Type: text/plain\r\n");
  reply.replace(reply.find("Content-Length: 0\r\n\r\n"), std::string::npos, "l: 5\r\n\r\nhello");
  s->receive(reply, kCallee);
  auto first = to(kCaller).at(0);
  s->receive(options);
  auto again = to(kCaller).at(0);
  EXPECT_EQ(header(again, "To"), "<sip:bob@example.org>;tag=tag7");
  EXPECT_EQ(header(again, "Content-Type"), "text/plain");
  EXPECT_EQ(headers(again, "Content-Length"), Strings{"5"});
  EXPECT_TRUE(again.ends_with("\r\n\r\nhello"));
  EXPECT_EQ(headers(again, "v").size(), 1u);
}

TEST_F(AbsorbTest, J_AnswersMadeHere) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.set(sdk::ProcessingFlag::force_rport);
    s->call(c, "t_newtran");
    return s->call(c, "t_reply", {sdk::Value::integer(403), sdk::Value::string("Never")});
  };
  auto message = request("MESSAGE", "z9hG4bKmessage", {}, 3, {}, "sip:bob@192.0.2.20", "hi");
  s->receive(message);
  auto first = to(kCaller);
  s->on_request = [this](sdk::Context& c) { return s->call(c, "t_newtran"); };
  s->receive(message);
  EXPECT_EQ(to(kCaller), first);
  EXPECT_NE(first.at(0).find(";rport=5060"), std::string::npos);
}

TEST_F(AbsorbTest, J_IsZeroOverStreams) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.flow.protocol = io::Protocol::tcp;
    return s->call(c, "t_relay");
  };
  s->receive(answer(relay(request("BYE", "z9hG4bKbye", {}, 2, "callee1")), 200, "OK"), kCallee);
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, K_RepliesToOurNonInviteGoNoFurther) {
  start();
  auto at_callee = relay(request("BYE", "z9hG4bKbye", {}, 2, "callee1"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  to(kCaller);
  for (int code : {100, 200, 481}) s->receive(answer(at_callee, code, "again"), kCallee);
  s->run_for(40000);
  s->receive(answer(at_callee, 200, "much later"), kCallee);
  EXPECT_TRUE(s->sent().empty());
  EXPECT_EQ(s->unhandled_replies, 0);
  EXPECT_EQ(s->count("tmx", "rpl_absorbed"), 4);
}

TEST_F(AbsorbTest, L_RepeatedInviteIsAbsorbedFor64T1_AcksPass) {
  start();
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  s->run_for(31999);
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 0);
  EXPECT_TRUE(s->sent().empty()) << "the callee repeats the 2xx, not we";
  EXPECT_EQ(check(request("INVITE")), 0);
  EXPECT_EQ(check(request("ACK", "z9hG4bKack", {}, 1, "callee1")), 1) << "the ACK of the 2xx goes on";
  EXPECT_EQ(check(request("ACK", "z9hG4bKack", {}, 1, "other")), -1);
  s->receive(request("ACK", "z9hG4bKack", {}, 1, "callee1"));
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_EQ(in_use(), 1);
  s->run_for(1);
  EXPECT_EQ(in_use(), 0);
  EXPECT_EQ(check(request("ACK", "z9hG4bKack", {}, 1, "callee1")), -1);
}

TEST_F(AbsorbTest, L_AnswerMadeHere) {
  start();
  s->on_request = [this](sdk::Context& c) {
    if (c.msg->method() == sip::Method::ack) return last_rc = s->call(c, "t_relay");
    s->call(c, "t_newtran");
    return s->call(c, "t_reply", {sdk::Value::integer(200), sdk::Value::string("OK")});
  };
  s->receive(request("INVITE"));
  auto tag = header(to(kCaller).at(0), "To");
  tag = tag.substr(tag.find("tag=") + 4);
  s->run_for(500);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"}) << "repeated here until the ACK comes";
  s->receive(request("ACK", "z9hG4bKack", {}, 1, tag));
  EXPECT_EQ(last_rc, 0);
  s->run_for(20000);
  s->receive(request("INVITE"));
  s->receive(request("ACK", "z9hG4bKack", {}, 1, tag));
  EXPECT_EQ(last_rc, 0) << "nobody behind us expects it";
  EXPECT_TRUE(s->sent().empty());
}

TEST_F(AbsorbTest, M_Repeated2xxIsForwarded) {
  start();
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  s->run_for(20000);
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  EXPECT_EQ(s->unhandled_replies, 1) << "by the core, without state";
  s->receive(answer(at_callee, 180, "late"), kCallee);
  s->receive(answer(at_callee, 500, "late"), kCallee);
  EXPECT_EQ(s->unhandled_replies, 1);
}

TEST_F(AbsorbTest, M_Repeated2xxGoesThroughTheOnreplyRoute) {
  start();
  int runs = 0;
  int route = s->program->add(manifest::kOnreply, "R", [&](sdk::Context&) {
    ++runs;
    return sdk::RouteResult{};
  });
  s->on_request = [this, route](sdk::Context& c) {
    if (c.msg->method() == sip::Method::invite) s->arm(c, "t_on_reply", route);
    return last_rc = s->call(c, "t_relay");
  };
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  for (int i = 0; i < 4; ++i) {
    s->run_for(7500);
    s->receive(answer(at_callee, 200, "OK"), kCallee);
  }
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(lines(kCaller).size(), 5u);
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 0);
  EXPECT_TRUE(to(kCaller).empty());
  s->run_for(2000);
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, M_OnceAcknowledgedTheRouteIsNeededForT4Only) {
  start();
  int runs = 0;
  int route = s->program->add(manifest::kOnreply, "R", [&](sdk::Context&) {
    ++runs;
    return sdk::RouteResult{};
  });
  s->on_request = [this, route](sdk::Context& c) {
    if (c.msg->method() == sip::Method::invite) s->arm(c, "t_on_reply", route);
    return last_rc = s->call(c, "t_relay");
  };
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  s->receive(request("ACK", "z9hG4bKack", {}, 1, "callee1"));
  s->run_for(4999);
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  EXPECT_EQ(runs, 2);
  s->run_for(1);
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(s->unhandled_replies, 1);
  EXPECT_EQ(in_use(), 1);
}

TEST_F(AbsorbTest, I_AcksAreAbsorbedForT4) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.set_ruri("sip:bob@192.0.2.20;transport=tcp");  // no timer D
    return last_rc = s->call(c, "t_relay");
  };
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 486, "Busy"), kCallee);
  to(kCaller);
  s->run_for(600);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 486 Busy"}) << "G";
  s->sent().clear();
  auto ack = request("ACK", "z9hG4bKcaller1", {}, 1, "callee1");
  s->receive(ack);
  s->run_for(4999);
  s->receive(ack);
  EXPECT_EQ(last_rc, 0);
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 0);
  EXPECT_TRUE(s->sent().empty());
  EXPECT_EQ(in_use(), 1);
  s->run_for(1);
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, D_RepeatedRefusalIsAcknowledgedFor64T1) {
  start();
  auto invite = request("INVITE", "z9hG4bKcaller1", "Route: <sip:192.0.2.20;lr>\r\nRoute: <sip:192.0.2.99;lr>\r\n");
  auto at_callee = relay(invite);
  s->receive(answer(at_callee, 486, "Busy"), kCallee);
  auto first = to(kCallee).at(0);
  to(kCaller);
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, "callee1"));
  s->run_for(31999);
  s->receive(answer(at_callee, 486, "Busy"), kCallee);
  auto acks = to(kCallee);
  ASSERT_EQ(acks.size(), 1u);
  EXPECT_EQ(first_line(acks[0]), first_line(first));
  for (auto name : {"Via", "From", "To", "Call-ID", "CSeq", "Route"}) EXPECT_EQ(headers(acks[0], name), headers(first, name)) << name;
  EXPECT_EQ(headers(acks[0], "Route").size(), 2u);
  EXPECT_TRUE(to(kCaller).empty());
  s->run_for(1);
  s->receive(answer(at_callee, 486, "Busy"), kCallee);
  EXPECT_TRUE(s->sent().empty());
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, D_ARefusalThatComesAfterTheEndIsAcknowledgedToo) {
  start();
  auto at_callee = relay(request("INVITE"));
  s->run_for(30000);
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 408 Request Timeout");
  s->receive(answer(at_callee, 503, "Slow"), kCallee);
  EXPECT_EQ(lines(kCallee).back(), "ACK sip:bob@192.0.2.20 SIP/2.0") << "while the caller's ACK is awaited";
  s->receive(request("ACK"));
  s->run_for(1000);
  s->sent().clear();
  s->receive(answer(at_callee, 503, "Slow"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_TRUE(to(kCaller).empty());
}

TEST_F(AbsorbTest, LateOkPassesAndItsAckIsKnown) {
  start({{"tm.fr_timer", "2000"}});
  auto at_callee = relay(request("INVITE"));
  s->run_for(2000);
  s->receive(request("ACK"));
  s->run_for(6000);
  s->receive(answer(at_callee, 200, "OK", "late"), kCallee);
  EXPECT_EQ(s->unhandled_replies, 1);
  EXPECT_EQ(check(request("ACK", "z9hG4bKack", {}, 1, "late")), 1);
}

TEST_F(AbsorbTest, CancelAfterTheAnswerGets200) {
  start();
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 200, "OK"), kCallee);
  to(kCaller);
  s->run_for(31000);
  EXPECT_EQ(check(request("CANCEL")), 1);
  s->receive(request("CANCEL"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 canceling"});
  s->run_for(31999);
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 canceling"}) << "J of the CANCEL";
  EXPECT_TRUE(to(kCallee).empty());
}

TEST_F(AbsorbTest, RepeatedCancelIsAnsweredWhenItsInviteHasBeenAcknowledged) {
  start();
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 180, "Ringing"), kCallee);
  s->receive(request("CANCEL"));
  s->receive(answer(at_callee, 487, "Terminated"), kCallee);
  auto cancel = *std::find_if(s->sent().begin(), s->sent().end(), [](auto& p) { return p.bytes.starts_with("CANCEL"); });
  s->receive(answer(cancel.bytes, 200, "OK"), kCallee);
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, "callee1"));
  s->run_for(30000);
  s->sent().clear();
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 canceling"});
  EXPECT_TRUE(to(kCallee).empty());
}

TEST_F(AbsorbTest, CancelOfOursIsRepeatedThoughTheCallerIsServed) {
  start({{"tm.fr_inv_timer", "5000"}});
  auto at_callee = relay(request("INVITE"));
  s->receive(answer(at_callee, 180, "Ringing"), kCallee);
  s->run_for(5000);
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 408 Request Timeout");
  s->receive(request("ACK"));
  s->sent().clear();
  s->run_for(1500);
  auto cancels = to(kCallee);
  ASSERT_EQ(cancels.size(), 2u);
  s->receive(answer(cancels[0], 200, "OK"), kCallee);
  s->run_for(20000);
  EXPECT_TRUE(s->sent().empty());
  EXPECT_EQ(s->rpc("tm.list").replies.size(), 0u);
  s->receive(answer(at_callee, 487, "Terminated"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
}

TEST_F(AbsorbTest, WtTimerTakesTheirPlace) {
  start({{"tm.wt_timer", "2000"}});
  s->receive(answer(relay(request("INVITE")), 200, "OK"), kCallee);
  s->receive(answer(relay(request("BYE", "z9hG4bKbye", {}, 2, "callee1")), 200, "OK"), kCallee);
  auto busy = relay(request("INVITE", "z9hG4bKsecond", {}, 3));
  s->receive(answer(busy, 486, "Busy"), kCallee);
  s->receive(request("ACK", "z9hG4bKsecond", {}, 3, "callee1"));
  s->run_for(1999);
  EXPECT_EQ(in_use(), 3);
  s->run_for(1);
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, ProbesEndAtOnce) {
  start();
  auto* tm = s->get<sdk::TmService>();
  ASSERT_NE(tm, nullptr);
  int code = 0;
  sdk::LocalRequest probe;
  probe.method = "OPTIONS";
  probe.ruri = "sip:192.0.2.20";
  ASSERT_TRUE(tm->send_request(s->worker, probe, [&](sdk::Worker&, const sdk::LocalReply& r) { code = r.code; }));
  auto options = to(kCallee).at(0);
  s->receive(answer(options, 200, "OK"), kCallee);
  EXPECT_EQ(code, 200);
  EXPECT_EQ(in_use(), 0);
  s->receive(answer(options, 200, "OK"), kCallee);
  EXPECT_EQ(s->unhandled_replies, 0) << "K";
}

TEST_F(AbsorbTest, ManyRecordsComeAndGo) {
  start();
  constexpr int kCalls = 30000;
  for (int i = 0; i < kCalls; ++i) {
    auto bye = request("BYE", "z9hG4bK" + std::to_string(i), {}, i + 1, "callee1");
    s->receive(answer(relay(bye), 200, "OK"), kCallee);
    if (i % 100 == 0) s->run_for(10);
    s->sent().clear();
  }
  EXPECT_EQ(s->count("tm", "waiting"), kCalls);
  for (int i = 0; i < kCalls; i += 997) {
    s->receive(request("BYE", "z9hG4bK" + std::to_string(i), {}, i + 1, "callee1"));
    ASSERT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"}) << i;
  }
  EXPECT_TRUE(s->sent().empty());
  s->run_for(31000);
  auto left = s->count("tm", "waiting");
  EXPECT_GT(left, 0);
  EXPECT_LT(left, kCalls);
  s->run_for(1000);
  EXPECT_EQ(in_use(), 0);
}

TEST_F(AbsorbTest, WaitMemoryIsABound) {
  start({{"tm.wait_memory", "1"}});
  constexpr int kCalls = 30000;
  for (int i = 0; i < kCalls; ++i) {
    s->receive(answer(relay(request("BYE", "z9hG4bK" + std::to_string(i), {}, i + 1, "callee1")), 200, "OK"), kCallee);
    s->sent().clear();
  }
  auto dropped = s->count("tm", "wait_dropped");
  EXPECT_GT(dropped, 0);
  EXPECT_EQ(in_use(), kCalls - dropped);
  s->receive(request("BYE", "z9hG4bK" + std::to_string(kCalls - 1), {}, kCalls, "callee1"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"}) << "the newest stay";
  s->receive(request("BYE", "z9hG4bK0", {}, 1, "callee1"));
  EXPECT_EQ(to(kCallee).size(), 1u) << "the oldest went";
}

}  // namespace
}  // namespace kukini::test
