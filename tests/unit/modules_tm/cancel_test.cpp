// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CANCEL in all its races.
#include "call.hpp"

namespace kukini::test {
namespace {

class CancelTest : public TmTest {
 protected:
  std::string begin(std::map<std::string, std::string> params = {}) {
    start(std::move(params));
    s->receive(request("INVITE"));
    to(kCaller);
    return to(kCallee).at(0);
  }
};

TEST_F(CancelTest, WhileRinging) {
  auto invite = begin();
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  to(kCaller);
  s->receive(request("CANCEL", "z9hG4bKcaller1", "Reason: SIP;cause=200\r\n"));
  EXPECT_EQ(last_rc, 1);
  auto ok = to(kCaller);
  ASSERT_EQ(ok.size(), 1u);
  EXPECT_EQ(first_line(ok[0]), "SIP/2.0 200 canceling");
  EXPECT_EQ(header(ok[0], "CSeq"), "1 CANCEL");
  EXPECT_NE(header(ok[0], "To").find(";tag="), std::string::npos);
  auto cancel = to(kCallee).at(0);
  EXPECT_EQ(first_line(cancel), "CANCEL sip:bob@192.0.2.20 SIP/2.0");
  EXPECT_EQ(headers(cancel, "Via"), Strings{headers(invite, "Via")[0]});
  EXPECT_EQ(header(cancel, "CSeq"), "1 CANCEL");
  EXPECT_EQ(header(cancel, "Reason"), "SIP;cause=200");
  s->run_for(500);
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"}) << "repeated until answered";
  s->receive(answer(cancel, 200, "OK"), kCallee);
  s->run_for(5000);
  EXPECT_TRUE(s->sent().empty());
  s->receive(answer(invite, 487, "Request Terminated"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 487 Request Terminated"});
}

TEST_F(CancelTest, BeforeAnyReplyWaitsForOne) {
  auto invite = begin();
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 canceling"});
  EXPECT_TRUE(to(kCallee).empty());
  s->run_for(500);
  EXPECT_EQ(lines(kCallee), Strings{"INVITE sip:bob@192.0.2.20 SIP/2.0"});
  s->receive(answer(invite, 100, "Trying"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
}

TEST_F(CancelTest, NeverRepliedTo) {
  begin();
  s->receive(request("CANCEL"));
  to(kCaller);
  s->run_for(30000);
  auto caller = lines(kCaller);
  ASSERT_FALSE(caller.empty());
  EXPECT_EQ(caller[0], "SIP/2.0 487 Request Terminated");
}

TEST_F(CancelTest, MethodZeroGivesUpAtOnce) {
  begin({{"tm.cancel_b_method", "0"}});
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 200 canceling", "SIP/2.0 487 Request Terminated"}));
  EXPECT_TRUE(to(kCallee).empty());
}

TEST_F(CancelTest, MethodTwoCancelsAtOnce) {
  begin({{"tm.cancel_b_method", "2"}});
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
}

TEST_F(CancelTest, LostToTheAnswer) {
  auto invite = begin();
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->receive(request("CANCEL"));
  auto cancel = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"}) << "the answer wins";
  s->receive(answer(cancel, 481, "Gone"), kCallee);
  s->run_for(3000);
  EXPECT_TRUE(s->sent().empty());
}

TEST_F(CancelTest, AfterTheFinalAnswer) {
  auto invite = begin();
  s->receive(answer(invite, 200, "OK"), kCallee);
  to(kCaller);
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 canceling"});
  EXPECT_TRUE(to(kCallee).empty());
}

TEST_F(CancelTest, RepeatedByTheCaller) {
  auto invite = begin();
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  to(kCaller);
  s->receive(request("CANCEL"));
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 200 canceling", "SIP/2.0 200 canceling"}));
  EXPECT_EQ(lines(kCallee).size(), 1u);
}

TEST_F(CancelTest, CalleeNeverAnswersTheInvite) {
  auto invite = begin();
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->receive(request("CANCEL"));
  to(kCaller);
  s->run_for(30000);
  EXPECT_EQ(lines(kCaller).at(0), "SIP/2.0 487 Request Terminated");
  to(kCallee);
  s->receive(answer(invite, 487, "late"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"}) << "the callee must come to rest";
}

TEST_F(CancelTest, UnknownIsRelayedAsAnyRequest) {
  start();
  s->receive(request("CANCEL"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_EQ(s->count("tmx", "UAS_transactions"), 1);
}

TEST_F(CancelTest, UnknownIsDroppedOrForwarded) {
  start({{"tm.unmatched_cancel", "2"}});
  s->receive(request("CANCEL"));
  EXPECT_TRUE(s->sent().empty());
  start({{"tm.unmatched_cancel", "1"}});
  s->receive(request("CANCEL"));
  EXPECT_EQ(s->worker.stateless, 1);
  EXPECT_EQ(s->count("tmx", "UAS_transactions"), 0);
}

TEST_F(CancelTest, CheckTransKnowsTheInvite) {
  begin();
  s->on_request = [this](sdk::Context& c) { return last_rc = s->call(c, "t_check_trans"); };
  s->receive(request("CANCEL"));
  EXPECT_EQ(last_rc, 1);
  s->receive(request("CANCEL", "z9hG4bKother"));
  EXPECT_EQ(last_rc, -1);
}

TEST_F(CancelTest, FailureRouteSeesIt) {
  start();
  bool canceled = false;
  int route = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    canceled = s->call(c, "t_is_canceled") > 0;
    EXPECT_EQ(c.reply_code, 487);
    return sdk::RouteResult{};
  });
  s->on_request = [this, route](sdk::Context& c) {
    s->arm(c, "t_on_failure", route);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->receive(request("CANCEL"));
  to(kCaller);
  s->receive(answer(invite, 487, "Terminated"), kCallee);
  EXPECT_TRUE(canceled);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 487 Terminated"});
}

}  // namespace
}  // namespace kukini::test
