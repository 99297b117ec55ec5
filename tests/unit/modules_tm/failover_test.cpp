// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The next address of a name: after silence, after 503, not after other answers.
#include "call.hpp"

namespace kukini::test {
namespace {

constexpr std::string_view kFirst = "192.0.2.31", kSecond = "192.0.2.32", kThird = "192.0.2.33";

class FailoverTest : public TmTest {
 protected:
  void begin(std::map<std::string, std::string> params = {}) {
    params.emplace("tm.fr_timer", "3000");
    start(std::move(params));
    s->worker.names["callee.example.org"] = {std::string(kFirst), std::string(kSecond), std::string(kThird)};
    s->on_request = [this](sdk::Context& c) {
      c.set_ruri("sip:bob@callee.example.org");
      if (failure >= 0) s->arm(c, "t_on_failure", failure);
      if (off) s->call(c, "t_set_disable_failover", {sdk::Value::integer(1)});
      return last_rc = s->call(c, "t_relay");
    };
  }
  int failure = -1;
  bool off = false;
};

TEST_F(FailoverTest, SilenceGoesToTheNextAddress) {
  begin();
  std::string body = "v=0\r\n";
  s->receive(request("INVITE", "z9hG4bKcaller1", {}, 1, {}, "sip:bob@192.0.2.20", body));
  auto first = to(kFirst).at(0);
  to(kCaller);
  s->run_for(2999);
  EXPECT_TRUE(to(kSecond).empty());
  to(kFirst);
  s->run_for(1);
  auto second = to(kSecond);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(s->count("tm", "failovers"), 1);
  EXPECT_EQ(first_line(second[0]), first_line(first));
  auto via = headers(second[0], "Via");
  ASSERT_EQ(via.size(), 2u);
  EXPECT_NE(via[0], headers(first, "Via")[0]) << "a branch of its own";
  EXPECT_EQ(via[0].substr(0, via[0].find("branch=")), headers(first, "Via")[0].substr(0, via[0].find("branch=")));
  EXPECT_TRUE(second[0].ends_with("\r\n\r\n" + body));
  EXPECT_TRUE(to(kCaller).empty()) << "no 408 to the caller";
  s->run_for(700);
  EXPECT_TRUE(to(kFirst).empty()) << "the first is left alone";
  EXPECT_EQ(to(kSecond).size(), 1u) << "repeated there";
  s->receive(answer(second[0], 180, "Ringing"), kSecond);
  s->receive(answer(second[0], 200, "OK"), kSecond);
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 180 Ringing", "SIP/2.0 200 OK"}));
}

TEST_F(FailoverTest, TheLastOneTimesOut) {
  begin();
  s->receive(request("INVITE"));
  s->run_for(8999);
  EXPECT_FALSE(to(kThird).empty());
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 100 trying -- your call is important to us"});
  s->run_for(1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 408 Request Timeout"});
}

TEST_F(FailoverTest, ServiceUnavailableGoesOnAndIsAcknowledged) {
  begin();
  std::string body = "v=0\r\n";
  s->receive(request("INVITE", "z9hG4bKcaller1", {}, 1, {}, "sip:bob@192.0.2.20", body));
  auto first = to(kFirst).at(0);
  s->receive(answer(first, 100, "Trying"), kFirst);
  s->receive(answer(first, 503, "No"), kFirst);
  EXPECT_EQ(lines(kFirst), Strings{"ACK sip:bob@callee.example.org SIP/2.0"});
  auto second = to(kSecond);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_TRUE(second[0].ends_with(body)) << "kept over the provisional reply";
  to(kCaller);
  s->receive(answer(second[0], 486, "Busy"), kSecond);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 486 Busy"}) << "the answer of the first does not compete";
  s->receive(answer(first, 503, "No"), kFirst);
  EXPECT_EQ(lines(kFirst).size(), 1u) << "acknowledged again";
}

TEST_F(FailoverTest, OtherAnswersAreAnswers) {
  begin();
  s->receive(request("MESSAGE"));
  auto first = to(kFirst).at(0);
  s->receive(answer(first, 404, "Nobody"), kFirst);
  EXPECT_TRUE(to(kSecond).empty());
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 404 Nobody"});
}

TEST_F(FailoverTest, CodesOfTheScript) {
  begin({{"tm.failover_reply_codes", "code=404; class=6"}});
  s->receive(request("MESSAGE"));
  s->receive(answer(to(kFirst).at(0), 404, "Nobody"), kFirst);
  s->receive(answer(to(kSecond).at(0), 603, "Decline"), kSecond);
  EXPECT_EQ(to(kThird).size(), 1u);
}

TEST_F(FailoverTest, BadCodes) {
  FakeServer bad({"tm"}, {{"tm.failover_reply_codes", "code=99"}});
  ASSERT_EQ(bad.errors.size(), 1u);
  EXPECT_NE(bad.errors[0].find("code=99"), std::string::npos);
  check_leaks = false;
}

TEST_F(FailoverTest, SwitchedOff) {
  begin();
  off = true;
  s->receive(request("MESSAGE"));
  s->run_for(3000);
  EXPECT_TRUE(to(kSecond).empty());
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 408 Request Timeout"});
}

TEST_F(FailoverTest, NotForACallThatWasCancelled) {
  begin();
  s->receive(request("INVITE"));
  s->receive(request("CANCEL"));
  to(kCaller);
  s->run_for(3000);
  EXPECT_TRUE(to(kSecond).empty());
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 487 Request Terminated"});
}

TEST_F(FailoverTest, FailureRouteRunsOnceAtTheEnd) {
  begin();
  std::vector<int> codes;
  failure = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    codes.push_back(c.reply_code);
    EXPECT_EQ(s->call(c, "t_any_timeout"), 1);
    return sdk::RouteResult{};
  });
  s->receive(request("MESSAGE"));
  s->run_for(9000);
  EXPECT_EQ(codes, std::vector<int>{408});
}

TEST_F(FailoverTest, ALateOkOfTheFirstStillCounts) {
  begin();
  s->receive(request("INVITE"));
  auto first = to(kFirst).at(0);
  s->run_for(3000);
  auto second = to(kSecond).at(0);
  s->receive(answer(second, 180, "Ringing"), kSecond);
  to(kCaller);
  s->receive(answer(first, 200, "OK"), kFirst);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  EXPECT_EQ(first_line(to(kSecond).at(0)), "CANCEL sip:bob@callee.example.org SIP/2.0");
}

}  // namespace
}  // namespace kukini::test
