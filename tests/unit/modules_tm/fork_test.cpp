// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Several branches, in parallel and one after the other: which answer reaches the caller.
#include "call.hpp"

namespace kukini::test {
namespace {

constexpr std::string_view kSecond = "192.0.2.21", kThird = "192.0.2.22";

class ForkTest : public TmTest {
 protected:
  void begin(std::map<std::string, std::string> params = {}) {
    start(std::move(params));
    s->on_request = [this](sdk::Context& c) {
      if (failure_route >= 0) s->arm(c, "t_on_failure", failure_route);
      sdk::Branch b;
      b.ruri = "sip:bob@192.0.2.21";
      c.add_branch(b);
      return last_rc = s->call(c, "t_relay");
    };
  }
  void invite() {
    s->receive(request("INVITE"));
    one = to(kCallee).at(0);
    two = to(kSecond).at(0);
    to(kCaller);
  }
  std::string one, two;
  int failure_route = -1;
};

TEST_F(ForkTest, FirstAnswerWinsAndTheOtherIsCancelled) {
  begin();
  invite();
  EXPECT_NE(headers(one, "Via")[0], headers(two, "Via")[0]);
  s->receive(answer(one, 180, "Ringing"), kCallee);
  s->receive(answer(two, 180, "Ringing"), kSecond);
  to(kCaller);
  s->receive(answer(two, 200, "OK"), kSecond);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  auto cancel = to(kCallee).at(0);
  EXPECT_EQ(first_line(cancel), "CANCEL sip:bob@192.0.2.20 SIP/2.0");
  EXPECT_TRUE(header(cancel, "Reason").starts_with("SIP;cause=200"));
  s->receive(answer(cancel, 200, "OK"), kCallee);
  s->receive(answer(one, 487, "Terminated"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_TRUE(to(kCaller).empty());
}

TEST_F(ForkTest, BothAnswer) {
  begin();
  invite();
  s->receive(answer(two, 200, "OK"), kSecond);
  s->receive(answer(one, 200, "OK", "othertag"), kCallee);
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 200 OK", "SIP/2.0 200 OK"})) << "every 2xx goes through";
}

struct Case {
  int first, second;
  std::string_view wins;
};
class BestReply : public ForkTest, public ::testing::WithParamInterface<Case> {};
TEST_P(BestReply, Wins) {
  begin();
  invite();
  s->receive(answer(one, GetParam().first, "First"), kCallee);
  EXPECT_TRUE(to(kCaller).empty()) << "not before all have ended";
  s->receive(answer(two, GetParam().second, "Second"), kSecond);
  EXPECT_EQ(lines(kCaller), Strings{std::string(GetParam().wins)});
}
INSTANTIATE_TEST_SUITE_P(Rfc3261_16_7, BestReply,
                         ::testing::Values(Case{404, 302, "SIP/2.0 302 Second"}, Case{500, 486, "SIP/2.0 486 Second"},
                                           Case{486, 603, "SIP/2.0 603 Second"}, Case{404, 407, "SIP/2.0 407 Second"},
                                           Case{401, 404, "SIP/2.0 401 First"}, Case{503, 480, "SIP/2.0 480 Second"},
                                           Case{503, 500, "SIP/2.0 500 Second"}, Case{415, 404, "SIP/2.0 415 First"},
                                           Case{503, 503, "SIP/2.0 500 Service Unavailable"}));

TEST_F(ForkTest, DeclineCancelsTheOthers) {
  begin();
  invite();
  s->receive(answer(one, 180, "Ringing"), kCallee);
  to(kCaller);
  s->receive(answer(two, 603, "Decline"), kSecond);
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_TRUE(to(kCaller).empty());
  s->receive(answer(one, 487, "Terminated"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 603 Decline"});
}

TEST_F(ForkTest, ChallengesAreJoined) {
  begin();
  invite();
  s->receive(answer(one, 401, "Unauthorized", "a", "WWW-Authenticate: Digest realm=\"a\"\r\n"), kCallee);
  s->receive(answer(two, 407, "Proxy", "b", "Proxy-Authenticate: Digest realm=\"b\"\r\n"), kSecond);
  auto reply = to(kCaller).at(0);
  EXPECT_EQ(headers(reply, "WWW-Authenticate").size(), 1u);
  EXPECT_EQ(headers(reply, "Proxy-Authenticate").size(), 1u);
}

TEST_F(ForkTest, OneDeadBranchDoesNotHideTheAnswer) {
  begin();
  invite();
  s->receive(answer(two, 404, "Not here"), kSecond);
  s->run_for(30000);
  EXPECT_EQ(lines(kCaller).at(0), "SIP/2.0 404 Not here");
}

TEST_F(ForkTest, SerialFailover) {
  start();
  int runs = 0;
  failure_route = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    ++runs;
    EXPECT_EQ(c.reply_code, runs == 1 ? 503 : 408);
    EXPECT_EQ(c.reply != nullptr, runs == 1);
    EXPECT_EQ(s->call(c, "t_branch_timeout"), runs == 1 ? -1 : 1);
    EXPECT_EQ(s->call(c, "t_any_replied"), 1);
    if (runs == 2) return sdk::RouteResult{s->call(c, "t_reply", {sdk::Value::integer(503), sdk::Value::string("All failed")}), true, false};
    c.target.dst_uri = c.arena->copy("sip:192.0.2.21");
    s->arm(c, "t_on_failure", failure_route);
    EXPECT_EQ(s->call(c, "t_relay"), 1);
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_failure", failure_route);
    EXPECT_EQ(s->call(c, "t_is_set", {sdk::Value::string("failure_route")}), 1);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  to(kCaller);
  s->receive(answer(to(kCallee).at(0), 503, "Down"), kCallee);
  EXPECT_TRUE(to(kCaller).empty());
  EXPECT_EQ(lines(kSecond), Strings{"INVITE sip:bob@192.0.2.20 SIP/2.0"});
  s->run_for(30000);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(lines(kCaller).at(0), "SIP/2.0 503 All failed") << "what the script says stays as it is";
}

TEST_F(ForkTest, FailureRouteThatDoesNothingLetsTheReplyThrough) {
  start();
  failure_route = s->program->add(manifest::kFailure, "F", [](sdk::Context&) { return sdk::RouteResult{}; });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_failure", failure_route);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  to(kCaller);
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 486 Busy"});
}

TEST_F(ForkTest, BranchRouteChangesOneBranchOnly) {
  start();
  int branch_route = s->program->add(manifest::kBranch, "B", [&](sdk::Context& c) {
    if (c.branch_index == 1) c.current_edits().append_header(*c.msg, "X-Branch: second\r\n");
    if (c.branch_index == 2) return sdk::RouteResult{1, true, true};
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_branch", branch_route);
    for (auto ruri : {"sip:bob@192.0.2.21", "sip:bob@192.0.2.22"}) {
      sdk::Branch b;
      b.ruri = ruri;
      c.add_branch(b);
    }
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  EXPECT_EQ(header(to(kCallee).at(0), "X-Branch"), "");
  EXPECT_EQ(header(to(kSecond).at(0), "X-Branch"), "second");
  EXPECT_TRUE(to(kThird).empty()) << "dropped";
}

/// As Kamailio 5.6.3: tests/compat has the same as flows fail_arm, fail_branch and fail_rearm.
TEST_F(ForkTest, ANewLegKeepsTheReplyRouteOnly) {
  start();
  std::string ran;
  bool again = false;
  auto add = [&](manifest::RouteKind kind, std::string name) {
    return s->program->add(kind, name, [&ran, name](sdk::Context&) {
      ran += name;
      return sdk::RouteResult{};
    });
  };
  int on_branch = add(manifest::kBranch, "b"), on_reply = add(manifest::kOnreply, "r"), on_branch_failure = add(manifest::kBranchFailure, "f");
  failure_route = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    ran += 'F';
    for (auto what : {"failure_route", "branch_route", "branch_failure_route"}) EXPECT_EQ(s->call(c, "t_is_set", {sdk::Value::string(what)}), -1) << what;
    EXPECT_EQ(s->call(c, "t_is_set", {sdk::Value::string("onreply_route")}), 1);
    c.target.dst_uri = "sip:192.0.2.21";
    if (again) s->arm(c, "t_on_branch", on_branch);
    s->call(c, "t_relay");
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_branch", on_branch);
    s->arm(c, "t_on_reply", on_reply);
    s->arm(c, "t_on_failure", failure_route);
    s->arm(c, "t_on_branch_failure", on_branch_failure);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  s->receive(answer(to(kSecond).at(0), 480, "Away"), kSecond);
  EXPECT_EQ(ran, "brfFr");
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 480 Away");
  s->take();
  ran.clear();
  again = true;
  s->receive(request("INVITE", "z9hG4bKcaller2", {}, 2));
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  EXPECT_EQ(ran, "brfFb");
  s->receive(answer(to(kSecond).at(0), 480, "Away"), kSecond);
}

TEST_F(ForkTest, ReplyRouteChangesAndDrops) {
  start();
  int reply_route = s->program->add(manifest::kOnreply, "R", [&](sdk::Context& c) {
    EXPECT_NE(c.transaction, nullptr);
    if (c.reply_code == 180) return sdk::RouteResult{1, true, true};
    c.edits->append_header(*c.msg, "X-Reply: seen\r\n");
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_reply", reply_route);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  to(kCaller);
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  EXPECT_TRUE(to(kCaller).empty());
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(header(to(kCaller).at(0), "X-Reply"), "seen");
}

TEST_F(ForkTest, BranchFailureRoute) {
  start();
  std::vector<int> seen;
  int route = s->program->add(manifest::kBranchFailure, "BF", [&](sdk::Context& c) {
    seen.push_back(c.branch_index * 1000 + c.reply_code);
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_branch_failure", route);
    sdk::Branch b;
    b.ruri = "sip:bob@192.0.2.21";
    c.add_branch(b);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kSecond).at(0), 404, "No"), kSecond);
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  EXPECT_EQ(seen, (std::vector<int>{1404, 486}));
}

TEST_F(ForkTest, FlagsAndAvpsAreSharedByAllRoutes) {
  start();
  auto name = sdk::intern_name("x");
  std::int64_t seen = 0;
  failure_route = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    seen = c.state->avps.find(name) != nullptr ? c.state->avps.find(name)->value.i : -1;
    EXPECT_EQ(c.state->flags, 4u);
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    c.state->avps.push(c.state_arena(), name, sdk::Value::integer(7));
    s->arm(c, "t_on_failure", failure_route);
    int rc = s->call(c, "t_relay");
    c.state->flags = 4;
    return rc;
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  EXPECT_EQ(seen, 7);
}

TEST_F(ForkTest, SerialByQ) {
  start({{"tm.contacts_avp", "tm_contacts"}, {"tm.contact_flows_avp", "tm_flows"}});
  failure_route = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    if (s->call(c, "t_next_contacts") < 0) return sdk::RouteResult{};
    s->arm(c, "t_on_failure", failure_route);
    s->call(c, "t_relay");
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    c.target.q = 100;
    sdk::Branch b;
    b.ruri = "sip:bob@192.0.2.21";
    b.q = 900;
    c.add_branch(b);
    s->call(c, "t_load_contacts");
    s->call(c, "t_next_contacts");
    s->arm(c, "t_on_failure", failure_route);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  EXPECT_TRUE(to(kCallee).empty());
  s->receive(answer(to(kSecond).at(0), 486, "Busy"), kSecond);
  s->receive(answer(to(kCallee).at(0), 480, "Away"), kCallee);
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 480 Away");
}

}  // namespace
}  // namespace kukini::test
