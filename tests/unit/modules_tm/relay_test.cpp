// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A call through t_relay(): what reaches callee and caller, and what is absorbed.
#include "call.hpp"

namespace kukini::test {
namespace {

TEST_F(TmTest, InviteIsRelayedWithOurViaAndTrying) {
  start();
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 1);
  auto caller = to(kCaller);
  ASSERT_EQ(caller.size(), 1u);
  EXPECT_EQ(first_line(caller[0]), "SIP/2.0 100 trying -- your call is important to us");
  EXPECT_EQ(header(caller[0], "Server"), "test");
  EXPECT_EQ(header(caller[0], "To"), "<sip:bob@example.org>");
  auto callee = to(kCallee);
  ASSERT_EQ(callee.size(), 1u);
  EXPECT_EQ(first_line(callee[0]), "INVITE sip:bob@192.0.2.20 SIP/2.0");
  auto vias = headers(callee[0], "Via");
  ASSERT_EQ(vias.size(), 2u);
  EXPECT_TRUE(vias[0].starts_with("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK")) << vias[0];
  EXPECT_EQ(vias[1], "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKcaller1");
}

TEST_F(TmTest, CallAnswered) {
  start();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 100, "Trying"), kCallee);
  EXPECT_TRUE(to(kCaller).empty()) << "100 goes no further";
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  auto ringing = to(kCaller).at(0);
  EXPECT_EQ(first_line(ringing), "SIP/2.0 180 Ringing");
  EXPECT_EQ(headers(ringing, "Via").size(), 1u);
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  EXPECT_TRUE(to(kCallee).empty()) << "no ACK of ours for a 2xx";
  // RFC 6026: the callee repeats its 2xx until the ACK reaches it.
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(s->unhandled_replies, 1) << "the core forwards it: nothing of the transaction is needed for that";
  EXPECT_EQ(s->count("tmx", "2xx_transactions"), 1);
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 1);
  EXPECT_EQ(s->count("tm", "waiting"), 1);
}

TEST_F(TmTest, AckForOkPassesWithoutTransaction) {
  start();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 200, "OK"), kCallee);
  to(kCaller);
  int check = 0;
  s->on_request = [&](sdk::Context& c) {
    check = s->call(c, "t_check_trans");
    return s->call(c, "t_relay");
  };
  s->receive(request("ACK", "z9hG4bKack", {}, 1, "callee1"));
  EXPECT_EQ(check, 1);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_EQ(s->worker.stateless, 1);
  s->receive(request("ACK", "z9hG4bKack2", {}, 1, "someoneelse"));
  EXPECT_EQ(check, -1);
}

TEST_F(TmTest, RepeatedInviteGetsTheLastReplyAgain) {
  start();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 0);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 100 trying -- your call is important to us"});
  s->receive(answer(invite, 183, "Progress"), kCallee);
  to(kCaller);
  s->receive(request("INVITE"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 183 Progress"});
  EXPECT_TRUE(to(kCallee).empty());
  EXPECT_EQ(s->count("tmx", "UAS_transactions"), 1);
}

TEST_F(TmTest, NegativeReplyIsAcknowledgedAndRepeatedUntilAck) {
  start();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 486, "Busy here"), kCallee);
  auto ack = to(kCallee).at(0);
  EXPECT_EQ(first_line(ack), "ACK sip:bob@192.0.2.20 SIP/2.0");
  EXPECT_EQ(header(ack, "Via"), headers(invite, "Via")[0]);
  EXPECT_EQ(header(ack, "To"), "<sip:bob@example.org>;tag=callee1");
  EXPECT_EQ(header(ack, "CSeq"), "1 ACK");
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 486 Busy here"});
  s->receive(answer(invite, 486, "Busy here"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"}) << "each copy is acknowledged";
  EXPECT_TRUE(to(kCaller).empty());
  s->run_for(500);
  EXPECT_EQ(lines(kCaller).size(), 1u) << "timer G";
  s->run_for(1000);
  EXPECT_EQ(lines(kCaller).size(), 1u);
  int rc = -5;
  s->on_request = [&](sdk::Context& c) { return rc = s->call(c, "t_check_trans"); };
  s->receive(request("ACK", "z9hG4bKcaller1", {}, 1, "callee1"));
  EXPECT_EQ(rc, 0) << "the script ends";
  s->run_for(31999);
  EXPECT_TRUE(s->sent().empty());
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 1);
  s->run_for(1);
  EXPECT_EQ(s->count("tmx", "inuse_transactions"), 0) << "timer D";
}

TEST_F(TmTest, NonInviteFinalIsRepeatedForRepeatedRequest) {
  start();
  s->receive(request("OPTIONS"));
  EXPECT_TRUE(to(kCaller).empty()) << "no 100 for other methods";
  auto options = to(kCallee).at(0);
  s->receive(answer(options, 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  s->receive(request("OPTIONS"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  EXPECT_TRUE(to(kCallee).empty());
  s->receive(answer(options, 404, "late"), kCallee);
  EXPECT_TRUE(s->sent().empty());
}

TEST_F(TmTest, OldClientsWithoutCookie) {
  start();
  s->receive(request("INVITE", "1"));
  to(kCaller);
  auto invite = to(kCallee).at(0);
  s->receive(request("INVITE", "1"));
  EXPECT_EQ(last_rc, 0);
  EXPECT_TRUE(to(kCallee).empty());
  to(kCaller);
  s->receive(answer(invite, 404, "No"), kCallee);
  to(kCaller);
  s->receive(request("ACK", "1", {}, 1, "callee1"));
  EXPECT_EQ(last_rc, 0);
  to(kCallee);
  s->run_for(600);
  EXPECT_TRUE(to(kCaller).empty()) << "the ACK stopped timer G";
}

TEST_F(TmTest, UnresolvableTargetIsAnsweredOnce) {
  start();
  s->on_request = [this](sdk::Context& c) {
    c.set_ruri("sip:bob@nowhere.invalid");
    last_rc = s->call(c, "t_relay");
    if (last_rc < 0) s->call(c, "sl_reply_error");
    return 1;
  };
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, -478);
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 100 trying -- your call is important to us", "SIP/2.0 478 Unresolvable destination (478/TM)"}));
}

TEST_F(TmTest, SendFailureTriesTheNextAddress) {
  start();
  s->worker.names["two.example"] = {"192.0.2.30", "192.0.2.31"};
  s->on_request = [this](sdk::Context& c) {
    c.set_ruri("sip:bob@two.example:5099");
    return last_rc = s->call(c, "t_relay");
  };
  s->receive(request("OPTIONS"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_EQ(to("192.0.2.30").size(), 1u);
  s->worker.net.broken_port = 5099;
  s->receive(request("OPTIONS", "z9hG4bKother", {}, 2));
  EXPECT_EQ(last_rc, -1);
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 477 Unfortunately error on sending to next hop occurred (477/TM)");
}

TEST_F(TmTest, GarbageRepliesAreCountedAndDropped) {
  start();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  auto reply = answer(invite, 180, "Ringing");
  auto branch = reply.find(".0\r\n");
  ASSERT_NE(branch, std::string::npos);
  auto out_of_range = reply;
  out_of_range.replace(branch, 2, ".7");
  s->receive(out_of_range, kCallee);
  auto huge = reply;
  huge.replace(branch, 2, ".ffffffff");
  s->receive(huge, kCallee);
  auto other_method = reply;
  other_method.replace(other_method.find("1 INVITE"), 8, "1 UPDATE");
  s->receive(other_method, kCallee);
  auto other_cseq = reply;
  other_cseq.replace(other_cseq.find("1 INVITE"), 8, "2 INVITE");
  s->receive(other_cseq, kCallee);
  EXPECT_EQ(s->count("tm", "bad_replies"), 4);
  auto guessed = reply;
  guessed.replace(guessed.find("z9hG4bK") + 9, 4, "0000");
  s->receive(guessed, kCallee);
  s->receive("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK..\r\n\r\n", kCallee);
  s->receive("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1\r\n\r\n", kCallee);
  EXPECT_EQ(s->unhandled_replies, 3);
  EXPECT_TRUE(s->sent().empty());
}

TEST_F(TmTest, EditsMadeBeforeAreKeptForLaterLegs) {
  start();
  int route = s->program->add(manifest::kFailure, "F", [this](sdk::Context& c) {
    c.set_ruri("sip:bob@192.0.2.21");
    EXPECT_EQ(s->call(c, "t_relay"), 1);
    return sdk::RouteResult{};
  });
  s->on_request = [this, route](sdk::Context& c) {
    c.edits->append_header(*c.msg, "X-Mark: kept\r\n");
    s->arm(c, "t_on_failure", route);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  auto second = to("192.0.2.21").at(0);
  EXPECT_EQ(header(second, "X-Mark"), "kept");
  EXPECT_EQ(first_line(second), "INVITE sip:bob@192.0.2.21 SIP/2.0");
  EXPECT_TRUE(headers(second, "Via")[0].ends_with(".1"));
}

}  // namespace
}  // namespace kukini::test
