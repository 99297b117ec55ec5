// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// tmx: suspended requests, the kinds of routes, transactions by their numbers and by Call-ID.
#include "call.hpp"

namespace kukini::test {
namespace {

using sdk::Value;

class TmxTest : public TmTest {
 protected:
  void begin(std::map<std::string, std::string> params = {}) {
    s = std::make_unique<FakeServer>(std::vector<std::string>{"tm", "sl", "rr", "tmx"}, std::move(params));
    ASSERT_TRUE(s->errors.empty()) << s->errors[0];
    s->on_request = [this](sdk::Context& c) {
      if (failure_route >= 0) s->arm(c, "t_on_failure", failure_route);
      last_rc = s->call(c, "t_suspend");
      if (last_rc != 1) return 0;
      index = std::string(s->variable(c, "T", "id_index").s);
      label = std::string(s->variable(c, "T", "id_label").s);
      EXPECT_EQ(s->variable(c, "T", "id_label_n").i, std::stoll(label));
      if (at_once) {
        EXPECT_EQ(go_on(c), 1);
      }
      return 0;
    };
    s->program->add(manifest::kRequest, "LATER", [this](sdk::Context& c) {
      ++continued;
      return sdk::RouteResult{later ? later(c) : 1, false, false};
    });
    later = [this](sdk::Context& c) { return s->call(c, "t_relay"); };
  }
  int go_on(sdk::Context& c, std::string_view route = "LATER") {
    return s->call(c, "t_continue", {Value::integer(std::stoll(index)), Value::integer(std::stoll(label)), Value::string(route)});
  }
  /// From the script of another message.
  int go_on_elsewhere(std::string_view route = "LATER") {
    int rc = 0;
    auto script = std::exchange(s->on_request, [&](sdk::Context& c) { return rc = go_on(c, route), 0; });
    s->receive(request("OPTIONS", "z9hG4bKother", {}, 77));
    s->on_request = script;
    return rc;
  }
  std::string index, label;
  std::function<int(sdk::Context&)> later;
  int continued = 0, failure_route = -1;
  bool at_once = false;
};

TEST_F(TmxTest, ContinuesWithTheRequest) {
  begin();
  s->receive(request("INVITE"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 100 trying -- your call is important to us"});
  EXPECT_TRUE(to(kCallee).empty());
  s->receive(request("INVITE"));  // repeated
  EXPECT_EQ(last_rc, 0);
  to(kCaller);
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(continued, 1);
  auto sent = to(kCallee);
  ASSERT_EQ(sent.size(), 1u);
  s->receive(answer(sent[0], 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  EXPECT_EQ(go_on_elsewhere(), -1) << "not suspended any more";
}

TEST_F(TmxTest, ContinuedBeforeItsScriptHasEnded) {
  begin();
  at_once = true;
  s->receive(request("INVITE"));
  EXPECT_EQ(continued, 1);
  EXPECT_EQ(to(kCallee).size(), 1u);
  s->run_for(200000);
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 408 Request Timeout");
}

TEST_F(TmxTest, NothingDoneIsAnError) {
  begin();
  later = nullptr;
  s->receive(request("MESSAGE"));
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 500 I'm terribly sorry, server error occurred (1/TM)"});
}

TEST_F(TmxTest, SuspendedTwice) {
  begin();
  later = [this](sdk::Context& c) {
    if (continued == 1) return s->call(c, "t_suspend");
    return s->call(c, "t_relay");
  };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_TRUE(to(kCaller).empty());
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(to(kCallee).size(), 1u);
}

TEST_F(TmxTest, NobodyContinues) {
  begin({{"tm.fr_timer", "2000"}});
  s->receive(request("INVITE"));
  to(kCaller);
  s->run_for(2100);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 408 Request Timeout"});
  EXPECT_EQ(go_on_elsewhere(), 1) << "no longer needed";
  EXPECT_EQ(continued, 0);
}

TEST_F(TmxTest, FailureRouteAfterTheWait) {
  begin({{"tm.fr_timer", "2000"}});
  failure_route = s->program->add(manifest::kFailure, "F", [this](sdk::Context& c) {
    EXPECT_EQ(s->variable(c, "T_reply_code").i, 408);
    EXPECT_EQ(s->variable(c, "T_reply_reason").s, "Request Timeout");
    EXPECT_EQ(s->variable(c, "T", "reply_type").i, 1);
    EXPECT_EQ(s->variable(c, "T_branch_idx").i, 1);
    EXPECT_EQ(s->call(c, "t_is_failure_route"), 1);
    EXPECT_EQ(s->call(c, "t_is_request_route"), -1);
    s->call(c, "t_reply", {Value::integer(503), Value::string("Nobody")});
    return sdk::RouteResult{};
  });
  s->receive(request("INVITE"));
  to(kCaller);
  s->run_for(2100);
  EXPECT_EQ(lines(kCaller).at(0), "SIP/2.0 503 Nobody");
}

TEST_F(TmxTest, CancelEndsTheWait) {
  begin();
  s->receive(request("INVITE"));
  to(kCaller);
  auto script = std::exchange(s->on_request, [this](sdk::Context& c) { return s->call(c, "t_relay"); });
  s->receive(request("CANCEL"));
  EXPECT_EQ(lines(kCaller), (Strings{"SIP/2.0 200 canceling", "SIP/2.0 487 Request Terminated"}));
  EXPECT_EQ(go_on_elsewhere(), 1) << "no longer needed";
  EXPECT_EQ(continued, 0);
}

TEST_F(TmxTest, UnknownNumbersAndRoutes) {
  begin();
  s->receive(request("INVITE"));
  EXPECT_EQ(go_on_elsewhere("NOPE"), -1);
  auto right = label;
  label = "1";
  EXPECT_EQ(go_on_elsewhere(), -1);
  label = right;
  index = "4000000000";
  EXPECT_EQ(go_on_elsewhere(), -1);
  index = "0";
  EXPECT_EQ(go_on_elsewhere(), -1);
  EXPECT_EQ(continued, 0);
}

class SuspendedReplyTest : public TmxTest {
 protected:
  void begin_reply(std::map<std::string, std::string> params = {}) {
    params.emplace("tm.fr_timer", "3000");
    begin(std::move(params));
    route = s->program->add(manifest::kOnreply, "R", [this](sdk::Context& c) {
      ++replies;
      retransmission = s->call(c, "t_is_retr_async_reply");
      if (c.msg->status_code() != wanted || retransmission == 1) return sdk::RouteResult{1, false, retransmission == 1};
      EXPECT_EQ(s->call(c, "t_is_reply_route"), 1);
      EXPECT_EQ(s->variable(c, "T_reply_code").i, wanted);
      EXPECT_EQ(s->variable(c, "T_branch", "uri").s, "sip:bob@192.0.2.20");
      c.current_edits().append_header(*c.msg, "X-Kept: yes\r\n");
      rc = s->call(c, "t_suspend");
      EXPECT_EQ(s->call(c, "t_suspend"), -1) << "twice";
      index = std::string(s->variable(c, "T", "id_index").s);
      label = std::string(s->variable(c, "T", "id_label").s);
      return sdk::RouteResult{};
    });
    s->on_request = [this](sdk::Context& c) {
      s->arm(c, "t_on_reply", route);
      return s->call(c, "t_relay");
    };
    later = [this](sdk::Context& c) {
      EXPECT_EQ(s->call(c, "t_is_reply_route"), 1);
      EXPECT_EQ(c.msg->status_code(), wanted);
      return 1;
    };
  }
  int route = -1, rc = 0, wanted = 200, replies = 0, retransmission = 0;
};

TEST_F(SuspendedReplyTest, GoesItsWayWhenContinued) {
  begin_reply();
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(rc, 1);
  EXPECT_TRUE(to(kCaller).empty());
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(retransmission, 1);
  EXPECT_TRUE(to(kCaller).empty());
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(continued, 1);
  auto ok = to(kCaller);
  ASSERT_EQ(ok.size(), 1u);
  EXPECT_EQ(first_line(ok[0]), "SIP/2.0 200 OK");
  EXPECT_EQ(header(ok[0], "X-Kept"), "yes");
  EXPECT_EQ(go_on_elsewhere(), -1) << "once";
}

TEST_F(SuspendedReplyTest, RefusalIsAcknowledgedAtOnceAndPassedOnLater) {
  begin_reply();
  wanted = 486;
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 486, "Busy"), kCallee);
  EXPECT_EQ(lines(kCallee), Strings{"ACK sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_TRUE(to(kCaller).empty());
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 486 Busy"});
}

TEST_F(SuspendedReplyTest, ProvisionalOvertakenByTheAnswer) {
  begin_reply();
  wanted = 183;
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  to(kCaller);
  s->receive(answer(invite, 183, "Progress"), kCallee);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  EXPECT_TRUE(to(kCaller).empty()) << "the route drops what comes meanwhile";
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 183 Progress"});
  s->receive(answer(invite, 200, "OK"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
}

TEST_F(SuspendedReplyTest, DroppedInTheRouteThatContinues) {
  begin_reply();
  wanted = 183;
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 183, "Progress"), kCallee);
  to(kCaller);
  s->program->add(manifest::kRequest, "DROP", [](sdk::Context&) { return sdk::RouteResult{1, false, true}; });
  EXPECT_EQ(go_on_elsewhere("DROP"), 1);
  EXPECT_TRUE(to(kCaller).empty());
}

TEST_F(SuspendedReplyTest, NobodyContinues) {
  begin_reply();
  wanted = 404;
  s->receive(request("MESSAGE"));
  s->receive(answer(to(kCallee).at(0), 404, "No"), kCallee);
  s->run_for(2999);
  EXPECT_TRUE(to(kCaller).empty());
  s->run_for(1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 408 Request Timeout"});
  EXPECT_EQ(go_on_elsewhere(), -1);
}

TEST_F(SuspendedReplyTest, ContinuedAtOnce) {
  begin_reply();
  wanted = 0;
  s->program->add(manifest::kOnreply, "AT_ONCE", [this](sdk::Context& c) {
    EXPECT_EQ(s->call(c, "t_suspend"), 1);
    index = std::string(s->variable(c, "T", "id_index").s);
    label = std::string(s->variable(c, "T", "id_label").s);
    EXPECT_EQ(go_on(c), 1);
    EXPECT_EQ(continued, 0) << "when this route has ended";
    wanted = c.msg->status_code();
    return sdk::RouteResult{};
  });
  route = s->program->find_route(manifest::kOnreply, "AT_ONCE");
  s->receive(request("MESSAGE"));
  s->receive(answer(to(kCallee).at(0), 404, "No"), kCallee);
  EXPECT_EQ(continued, 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 404 No"});
}

TEST_F(SuspendedReplyTest, NotWithoutTransaction) {
  begin_reply();
  int got = 0;
  s->on_request = [&](sdk::Context&) { return 1; };
  sdk::Context c;
  base::Arena arena(1024);
  sip::Message* msg = nullptr;
  auto text = answer(request("OPTIONS"), 200, "OK");
  sip::Message::parse(text, arena, msg);
  c.worker = &s->worker;
  c.arena = &arena;
  c.msg = msg;
  c.route_kind = manifest::kOnreplyCore;
  got = s->call(c, "t_suspend");
  EXPECT_EQ(got, -1);
}

TEST_F(TmxTest, SuspendedInAFailureRoute) {
  begin();
  later = nullptr;
  std::vector<int> kinds;
  int failure = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    EXPECT_EQ(c.reply_code, 486);
    EXPECT_EQ(s->call(c, "t_suspend"), 1);
    index = std::string(s->variable(c, "T", "id_index").s);
    label = std::string(s->variable(c, "T", "id_label").s);
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_failure", failure);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 486, "Busy"), kCallee);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 100 trying -- your call is important to us"});
  later = [&](sdk::Context& c) {
    kinds.push_back(s->call(c, "t_is_failure_route"));
    EXPECT_EQ(c.reply_code, 486);
    c.set_ruri("sip:mailbox@192.0.2.21");
    return s->call(c, "t_relay");
  };
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(kinds, std::vector<int>{1});
  to(kCallee);
  auto mailbox = to("192.0.2.21");
  ASSERT_EQ(mailbox.size(), 1u);
  s->receive(answer(mailbox[0], 200, "OK"), "192.0.2.21");
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
}

TEST_F(TmxTest, SuspendedInAFailureRouteAndNothingDone) {
  begin();
  int failure = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    EXPECT_EQ(s->call(c, "t_suspend"), 1);
    index = std::string(s->variable(c, "T", "id_index").s);
    label = std::string(s->variable(c, "T", "id_label").s);
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_failure", failure);
    return s->call(c, "t_relay");
  };
  later = nullptr;
  s->receive(request("MESSAGE"));
  s->receive(answer(to(kCallee).at(0), 404, "No"), kCallee);
  EXPECT_EQ(go_on_elsewhere(), 1);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 404 No"});
}

TEST_F(TmxTest, ByCallId) {
  begin();
  s->on_request = [&](sdk::Context& c) { return s->call(c, "t_relay"); };
  s->receive(request("INVITE"));
  auto sent = to(kCallee).at(0);
  s->receive(answer(sent, 180, "Ringing"), kCallee);
  to(kCaller);
  int wrong = 0, right = 0, replied = 0;
  s->on_request = [&](sdk::Context& c) {
    wrong = s->call(c, "t_cancel_callid", {Value::string("call1@192.0.2.7"), Value::string("2"), Value::integer(0)});
    right = s->call(c, "t_cancel_callid", {Value::string("call1@192.0.2.7"), Value::string("1"), Value::integer(3)});
    replied = s->call(c, "t_reply_callid", {Value::string("call1@192.0.2.7"), Value::string("1"), Value::integer(480), Value::string("Gone")});
    return 0;
  };
  s->receive(request("OPTIONS", "z9hG4bKother", {}, 77));
  EXPECT_EQ(wrong, -1);
  EXPECT_EQ(right, 1);
  EXPECT_EQ(replied, 1);
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 480 Gone"});
}

TEST_F(TmxTest, Dropped) {
  begin();
  s->on_request = [&](sdk::Context& c) {
    EXPECT_EQ(s->call(c, "t_drop"), -1);
    EXPECT_EQ(s->call(c, "t_flush_flags"), -1);
    s->call(c, "t_newtran");
    EXPECT_EQ(s->call(c, "t_flush_flags"), 1);
    return last_rc = s->call(c, "t_drop", {Value::integer(486)});
  };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_TRUE(s->take().empty());
}

TEST_F(TmxTest, PrecheckForgetsRunsThatHaveATransaction) {
  begin();
  std::vector<int> seen;
  later = [&](sdk::Context& c) { return seen.push_back(s->call(c, "t_precheck_trans")), s->call(c, "t_reply", {Value::integer(480), Value::string("No")}); };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(go_on_elsewhere(), 1);
  s->on_request = [&](sdk::Context& c) { return seen.push_back(s->call(c, "t_precheck_trans")), 1; };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(seen, (std::vector<int>{-1, -1}));
}

TEST_F(TmxTest, Precheck) {
  begin();
  std::vector<int> seen;
  bool nested = true;
  s->on_request = [&](sdk::Context& c) {
    seen.push_back(s->call(c, "t_precheck_trans"));
    if (std::exchange(nested, false)) {  // as if the first were parked
      s->receive(request("INVITE"));
      s->receive(request("CANCEL"));
      s->receive(request("INVITE", "z9hG4bKother"));
    }
    return 1;
  };
  s->receive(request("INVITE"));
  s->receive(request("INVITE"));
  EXPECT_EQ(seen, (std::vector<int>{-1, 1, 1, -1, -1}));
}

}  // namespace
}  // namespace kukini::test
