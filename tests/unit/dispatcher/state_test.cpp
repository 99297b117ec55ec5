// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// States: pings and what follows from their answers, marking, reloading, control commands; sequences as seen of kamailio 5.6.3.
#include "fixture.hpp"

using namespace kukini;
using namespace kukini::test;

namespace {
const std::string kA = "sip:127.0.0.1:7091", kB = "sip:127.0.0.1:7092", kC = "sip:127.0.0.1:7093";
const std::string kList = "1 " + kA + "\n2 " + kB + " 8\n3 " + kC + " 1\n";
std::string all(Fixture& f) { return f.states(1) + " " + f.states(2) + " " + f.states(3); }
}  // namespace

TEST(Ping, AllAreProbedWithThresholds) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "1"}, {"ds_probing_threshold", "3"}, {"ds_inactive_threshold", "2"}, {"ds_ping_reply_codes", "class=3;code=404"}});
  ASSERT_EQ(f.problem, "");
  EXPECT_EQ(all(f), "7091=AX 7092=AP 7093=IX");
  f.worker.advance(1100);
  EXPECT_EQ(all(f), "7091=AP 7092=AP 7093=IP");
  f.worker.advance(1000);
  EXPECT_EQ(all(f), "7091=AP 7092=AP 7093=AP");
  EXPECT_EQ(f.worker.events, std::vector<std::string>{"dispatcher:dst-up OPTIONS " + kC + " SIP/2.0"});
  f.tm.answers = {{kA, 0}, {kB, 500}, {kC, 404}};
  f.worker.advance(2000);
  EXPECT_EQ(all(f), "7091=TP 7092=TP 7093=AP");
  f.worker.advance(1000);
  EXPECT_EQ(all(f), "7091=IP 7092=IP 7093=AP");
  ASSERT_EQ(f.worker.events.size(), 3u);
  EXPECT_EQ(f.worker.events[1], "dispatcher:dst-down OPTIONS " + kA + " SIP/2.0");
  f.worker.advance(3000);
  EXPECT_EQ(f.worker.events.size(), 3u);
  f.tm.answers.clear();
  f.worker.advance(1000);
  EXPECT_EQ(all(f), "7091=IP 7092=IP 7093=AP");
  f.worker.advance(1000);
  EXPECT_EQ(all(f), "7091=AP 7092=AP 7093=AP");
  EXPECT_EQ(f.worker.events.size(), 5u);
}

TEST(Ping, OneGoodAnswerForgetsFailures) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "1"}, {"ds_probing_threshold", "2"}});
  for (int i = 0; i < 5; ++i) {
    f.tm.answers[kA] = 0;
    f.worker.advance(1000);
    f.tm.answers[kA] = 200;
    f.worker.advance(1000);
  }
  EXPECT_EQ(f.states(1), "7091=AP");
}

TEST(Ping, Mode0ProbesFlaggedOnesOnce) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "0"}});
  f.worker.advance(1100);
  EXPECT_EQ(all(f), "7091=AX 7092=AX 7093=IX");
  EXPECT_EQ(f.tm.sent.size(), 1u);
  f.worker.advance(3000);
  EXPECT_EQ(f.tm.sent.size(), 1u);
}

TEST(Ping, Mode2ProbesInactiveOnes) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "2"}});
  f.tm.answers[kA] = 0;
  f.run("dispatcher.set_state", {"ip", 1, kA});
  f.worker.advance(1100);
  EXPECT_EQ(all(f), "7091=IP 7092=AP 7093=IX");
  f.tm.answers.clear();
  f.worker.advance(1000);
  EXPECT_EQ(f.states(1), "7091=AX");
  EXPECT_EQ(f.tm.sent.size(), 2u);
}

TEST(Ping, Mode3KeepsTheFlag) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "3"}});
  f.worker.advance(3100);
  EXPECT_EQ(all(f), "7091=AX 7092=AP 7093=IX");
  EXPECT_EQ(f.tm.sent.size(), 3u);
}

TEST(Ping, WhatIsSent) {
  Fixture f("1 sip:127.0.0.1:7091 0 0 ping_from=sip:own@x;obproxy=sip:127.0.0.1:9;socket=udp:127.0.0.1:5070\n1 sip:127.0.0.1:7092\n1 sip:127.0.0.1:7093 4\n1 sip:127.0.0.1:7094 32\n",
            {{"ds_ping_interval", "2"}, {"ds_probing_mode", "1"}, {"ds_ping_method", "INFO"}, {"ds_ping_from", "sip:me@here"}, {"outbound_proxy", "sip:127.0.0.1:8"}});
  f.worker.advance(2100);
  ASSERT_EQ(f.tm.sent.size(), 2u);  // neither the disabled one nor the one with flag 32
  EXPECT_EQ(f.tm.sent[0].ruri, "sip:127.0.0.1:7092");
  EXPECT_EQ(f.tm.sent[0].method, "INFO");
  EXPECT_EQ(f.tm.sent[0].from, "sip:me@here");
  EXPECT_EQ(f.tm.sent[0].dst_uri, "sip:127.0.0.1:8");
  EXPECT_EQ(f.tm.sent[0].send_socket, -1);
  EXPECT_EQ(f.tm.sent[1].from, "sip:own@x");
  EXPECT_EQ(f.tm.sent[1].dst_uri, "sip:127.0.0.1:9");
  EXPECT_EQ(f.tm.sent[1].send_socket, 1);
}

TEST(Ping, CanBeSwitchedOff) {
  Fixture f(kList, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "1"}});
  EXPECT_EQ(f.run("dispatcher.ping_active"), R"({"OldPingState":1})");
  EXPECT_EQ(f.run("dispatcher.ping_active", {0}), R"({"NewPingState":0,"OldPingState":1})");
  f.worker.advance(5000);
  EXPECT_TRUE(f.tm.sent.empty());
  f.run("dispatcher.ping_active", {1});
  f.worker.advance(1100);
  EXPECT_EQ(f.tm.sent.size(), 3u);
}

TEST(Ping, ManyAreSpreadOverTime) {
  std::string list;
  for (int i = 0; i < 1000; ++i) list += "1 sip:10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + "\n";
  Fixture f(list, {{"ds_ping_interval", "1"}, {"ds_probing_mode", "1"}});
  f.worker.advance(1001);
  EXPECT_LE(f.tm.sent.size(), 32u);
  f.worker.advance(900);
  EXPECT_EQ(f.tm.sent.size(), 1000u);
  f.worker.advance(1000);
  EXPECT_EQ(f.tm.sent.size(), 2000u);
}

TEST(Ping, LatencyFigures) {
  Fixture f("1 " + kA + " 0 0 latency=24\n", {{"ds_ping_interval", "1"}, {"ds_probing_mode", "1"}, {"ds_ping_latency_stats", "1"}, {"ds_latency_estimator_alpha", "500"}});
  f.tm.round_trip = 34;
  f.worker.advance(1100);
  const auto& l = f.module->snapshot(f.worker).find(1)->destinations[0].live->latency;
  EXPECT_DOUBLE_EQ(l.average, 29);
  EXPECT_DOUBLE_EQ(l.estimate, 29);
  EXPECT_EQ(l.max, 34);
  f.tm.answers[kA] = 0;
  f.worker.advance(1000);
  EXPECT_EQ(l.timeouts, 1);
  EXPECT_DOUBLE_EQ(l.average, 29);
}

TEST(Mark, LettersAndDefaults) {
  Fixture f("1 " + kA + "\n1 " + kB + "\n", {{"flags", "2"}, {"ds_probing_mode", "1"}});
  Request r(f);
  r.call("ds_select_dst", {1, 8});
  EXPECT_EQ(r.call("ds_mark_dst", {"p"}), 1);
  EXPECT_EQ(f.states(1), "7092=AP 7091=AX");
  EXPECT_EQ(r.call("ds_mark_dst"), 1);
  EXPECT_EQ(f.states(1), "7092=IP 7091=AX");
  EXPECT_EQ(r.call("ds_mark_dst", {"zz"}), -1);
  EXPECT_EQ(r.call("ds_mark_dst", {"a"}), 1);
  EXPECT_EQ(f.states(1), "7092=AX 7091=AX");
  r.call("ds_next_dst");
  EXPECT_EQ(r.call("ds_mark_dst", {"ip"}), 1);
  EXPECT_EQ(f.states(1), "7092=AX 7091=IP");
  f.worker.run_posted();
  EXPECT_EQ(f.worker.events.size(), 3u);
  EXPECT_EQ(r.call("ds_mark_addr", {"a", 1, kA}), 1);
  EXPECT_EQ(f.states(1), "7092=AX 7091=AX");
  EXPECT_EQ(r.call("ds_mark_addr", {"a", 1, "sip:none"}), -1);
}

TEST(Mark, TryingCountsToTheThreshold) {
  Fixture f("1 " + kA + "\n", {{"flags", "2"}, {"ds_probing_threshold", "2"}});
  Request r(f);
  r.call("ds_select_dst", {1, 8});
  r.call("ds_mark_dst", {"tp"});
  EXPECT_EQ(f.states(1), "7091=TP");
  r.call("ds_mark_dst", {"tp"});
  EXPECT_EQ(f.states(1), "7091=IP");
}

TEST(Match, FromList) {
  Fixture f("1 sip:192.0.2.7:5062 0 0 a=1\n2 sip:192.0.2.7 0 0 b=2\n3 sip:192.0.2.8:5060;transport=tcp 1\n", {{"setid_pvname", "$var(setid)"}, {"attrs_pvname", "$var(attrs)"}});
  Request r(f);  // from 192.0.2.7:5062 over UDP
  EXPECT_EQ(r.call("ds_is_from_list"), 1);
  EXPECT_EQ(f.setid_pv.last, "1");
  EXPECT_EQ(f.attrs_pv.last, "a=1");
  f.setid_pv.last.clear();
  EXPECT_EQ(r.call("ds_is_from_list", {2}), 1);  // no port in the list: any
  EXPECT_EQ(f.setid_pv.last, "");                // only set when all groups are searched
  EXPECT_EQ(r.call("ds_is_from_list", {3}), -1);
  EXPECT_EQ(r.call("ds_is_from_list", {1, 0, "sip:192.0.2.7:5062"}), 1);
  EXPECT_EQ(r.call("ds_is_from_list", {1, 0, "sip:192.0.2.7:9"}), -1);
  EXPECT_EQ(r.call("ds_is_from_list", {-1, 1, "sip:192.0.2.7:9"}), 1);
  EXPECT_EQ(r.call("ds_is_from_list", {1, 0, "sip:192.0.2.7:5062;transport=tcp"}), -1);
  EXPECT_EQ(r.call("ds_is_from_list", {1, 2, "sip:192.0.2.7:5062;transport=tcp"}), 1);
  EXPECT_EQ(r.call("ds_is_from_list", {3, 0, "sip:192.0.2.8:5060;transport=tcp"}), 1);
  EXPECT_EQ(r.call("ds_is_from_list", {3, 4, "sip:192.0.2.8:5060;transport=tcp"}), -1);  // inactive
  EXPECT_EQ(r.call("ds_is_from_list", {1, 0, "sip:garbage:::"}), -1);
  EXPECT_EQ(r.call("ds_list_exists", {1}), 1);
  EXPECT_EQ(r.call("ds_list_exist", {99}), -1);
  EXPECT_EQ(r.call("ds_is_active", {1}), 1);
  EXPECT_EQ(r.call("ds_is_active", {3}), -1);
  EXPECT_EQ(r.call("ds_is_active", {1, "sip:192.0.2.7:5062"}), 1);
  EXPECT_EQ(r.call("ds_is_active", {1, "sip:192.0.2.9"}), -1);
}

TEST(Reload, KeepsStateLoadAndCounters) {
  Fixture f("1 " + kA + "\n1 " + kB + "\n", {{"flags", "2"}});
  f.run("dispatcher.set_state", {"ip", 1, kA});
  f.module->snapshot(f.worker).find(1)->destinations[0].live->load = 7;
  f.write("1 " + kA + " 0 5 weight=3\n1 " + kB + "\n1 " + kC + "\n");
  EXPECT_EQ(f.run("dispatcher.reload"), R"("Ok. Dispatcher successfully reloaded.")");
  EXPECT_EQ(f.states(1), "7091=IP 7093=AX 7092=AX");
  EXPECT_EQ(f.module->snapshot(f.worker).find(1, kB)->live->load, 7);
  f.write("1 " + kA + " 8\n");  // its flags column changed: that counts
  f.run("dispatcher.reload");
  EXPECT_EQ(f.states(1), "7091=AP");
}

TEST(Reload, ABadLineRefusesTheWholeFile) {
  Fixture f("1 " + kA + "\n");
  f.write("1 " + kB + "\n1 garbage\n2 nonsense\n");
  EXPECT_EQ(f.run("dispatcher.reload"), "500 - Reload failed, the list is as it was: " + f.file + ":2: \"garbage\" is not a SIP URI; did you mean sip:garbage? (and 1 more)");
  EXPECT_EQ(f.states(1), "7091=AX");
  unlink(f.file.c_str());
  EXPECT_EQ(f.run("dispatcher.reload"), "500 - Reload failed, the list is as it was: cannot read " + f.file + ": No such file or directory");
  EXPECT_EQ(f.states(1), "7091=AX");
}

TEST(Reload, NotTooOften) {
  Fixture f(kList, {{"reload_delta", "5"}});
  EXPECT_EQ(f.run("dispatcher.reload"), R"("Ok. Dispatcher successfully reloaded.")");
  EXPECT_EQ(f.run("dispatcher.reload"), "500 - Ongoing reload");
}

TEST(Reload, EmptyListAndBack) {
  Fixture f(kList);
  f.write("");
  f.run("dispatcher.reload");
  EXPECT_EQ(f.run("dispatcher.list"), "500 - No Destination Sets");
  EXPECT_EQ(Request(f).call("ds_select_dst", {1, 4}), -1);
  f.write(kList);
  f.run("dispatcher.reload");
  EXPECT_EQ(all(f), "7091=AX 7092=AP 7093=IX");
}

TEST(Start, Errors) {
  EXPECT_NE(Fixture("1 garbage\n").problem.find(":1: \"garbage\" is not a SIP URI"), std::string::npos);
  EXPECT_NE(Fixture("", {{"db_url", "mysql://x"}}).problem.find("no database module"), std::string::npos);
  EXPECT_NE(Fixture("", {{"ds_ping_reply_codes", "class=9"}}).problem.find("ds_ping_reply_codes"), std::string::npos);
  EXPECT_NE(Fixture("", {{"ds_default_socket", "udp:9.9.9.9:1"}}).problem.find("does not listen"), std::string::npos);
  EXPECT_EQ(Fixture("", {{"ds_ping_reply_codes", "501,403,404,400,200"}}).problem, "");
}

TEST(Command, ListHasKamailiosShape) {
  Fixture f("1 sip:127.0.0.1:7080 0 0 weight=50 A\n1 sip:127.0.0.1:7082 0 5 duid=abc;weight=30;maxload=2;custom=x\n2 sip:127.0.0.1:7084\n",
            {{"ds_ping_latency_stats", "1"}, {"ds_hash_size", "4"}});
  std::string latency = R"("LATENCY":{"AVG":0,"STD":0,"EST":0,"MAX":0,"TIMEOUT":0},"RUNTIME":{"DLGLOAD":0})";
  EXPECT_EQ(f.run("dispatcher.list"),
            R"({"NRSETS":2,"RECORDS":{"SET":{"ID":1,"TARGETS":{"DEST":{"URI":"sip:127.0.0.1:7082","FLAGS":"AX","PRIORITY":5,"ATTRS":{"BODY":"duid=abc;weight=30;maxload=2;custom=x",)"
            R"("DUID":"abc","MAXLOAD":2,"WEIGHT":30,"RWEIGHT":0,"SOCKET":"<null string>","SOCKNAME":"<null string>","OBPROXY":"<null string>"},)" +
                latency +
                R"(},"DEST":{"URI":"sip:127.0.0.1:7080","FLAGS":"AX","PRIORITY":0,"ATTRS":{"BODY":"weight=50","DUID":"<null string>","MAXLOAD":0,"WEIGHT":50,"RWEIGHT":0,)"
                R"("SOCKET":"<null string>","SOCKNAME":"<null string>","OBPROXY":"<null string>"},)" +
                latency + R"(}}},"SET":{"ID":2,"TARGETS":{"DEST":{"URI":"sip:127.0.0.1:7084","FLAGS":"AX","PRIORITY":0,)" + latency + "}}}}}");
  EXPECT_EQ(f.run("dispatcher.list", {"short"}).find("ATTRS"), std::string::npos);
}

TEST(Command, SetState) {
  Fixture f("1 " + kA + " 0 0 duid=x\n1 " + kB + "\n");
  const char* ok = R"("Ok. Dispatcher state updated.")";
  struct Step {
    const char* state;
    const char* shown;
  };
  for (auto [state, shown] : {Step{"ip", "IP"}, Step{"ap", "AP"}, Step{"d", "DX"}, Step{"dp", "DX"}, Step{"tp", "TP"}, Step{"ax", "AX"}, Step{"t", "TX"}, Step{"I", "IX"}}) {
    EXPECT_EQ(f.run("dispatcher.set_state", {state, 1, kA}), ok);
    EXPECT_EQ(f.states(1), std::string("7092=AX 7091=") + shown);
  }
  EXPECT_EQ(f.run("dispatcher.set_state", {"i", 1, "all"}), ok);
  EXPECT_EQ(f.states(1), "7092=IX 7091=IX");
  EXPECT_EQ(f.run("dispatcher.set_state", {"p", 1, kA}), "500 - Unknown State Value");
  EXPECT_EQ(f.run("dispatcher.set_state", {"ap", 9, kA}), "500 - State Update Failed");
  EXPECT_EQ(f.run("dispatcher.set_state", {"ap", 1, "sip:nope"}), "500 - State Update Failed");
  EXPECT_EQ(f.run("dispatcher.set_state", {"ap", 1}), "500 - Invalid Parameters");
  EXPECT_EQ(f.run("dispatcher.set_state", {"ap", "x", kA}), "500 - Invalid Parameters");
  EXPECT_EQ(f.run("dispatcher.set_duid_state", {"ap", 1, "x"}), ok);
  EXPECT_EQ(f.states(1), "7092=IX 7091=AP");
  EXPECT_EQ(f.run("dispatcher.set_duid_state", {"ap", 1, "y"}), "500 - State Update Failed");
}

TEST(Command, AddRemoveHash) {
  Fixture f("1 " + kA + "\n");
  EXPECT_EQ(f.run("dispatcher.add", {1, kB}), R"("Ok. Dispatcher destination added.")");
  EXPECT_EQ(f.run("dispatcher.add", {7, kC, 8, 3, "weight=20"}), R"("Ok. Dispatcher destination added.")");
  EXPECT_EQ(f.states(1), "7092=AX 7091=AX");
  EXPECT_EQ(f.states(7), "7093=AP");
  EXPECT_NE(f.run("dispatcher.add", {7, "nope"}).find("500 - Adding dispatcher dst failed"), std::string::npos);
  EXPECT_EQ(f.run("dispatcher.add", {7}), "500 - Invalid Parameters");
  EXPECT_EQ(f.run("dispatcher.remove", {1, kA}), R"("Ok. Dispatcher destination removed.")");
  EXPECT_EQ(f.states(1), "7092=AX");
  EXPECT_EQ(f.run("dispatcher.remove", {1, kA}), "500 - Removing dispatcher dst failed");
  EXPECT_EQ(f.run("dispatcher.hash", {0, "abc"}).substr(0, 10), R"({"hashid":)");
  EXPECT_EQ(f.run("dispatcher.hash", {4}), "500 - Invalid Parameters");
}
