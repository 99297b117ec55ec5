// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selecting: every algorithm, failover, XAVPs and AVPs, as kamailio 5.6.3 was seen to do it.
#include <cmath>

#include "fixture.hpp"

using namespace kukini;
using namespace kukini::test;

namespace {
constexpr const char* kFour =
    "1 sip:127.0.0.1:7081 0 0 weight=10;duid=d1\n"
    "1 sip:127.0.0.1:7082 0 0 weight=20;duid=d2;socket=udp:127.0.0.1:5070\n"
    "1 sip:127.0.0.1:7083 0 0 weight=30;duid=d3;rweight=50\n"
    "1 sip:127.0.0.1:7084 0 0 weight=40;duid=d4;rweight=50\n"
    "2 sip:127.0.0.1:7085;transport=udp\n2 sip:u@127.0.0.1:7086 0 9\n2 sip:127.0.0.1 0 3\n"
    "3 sip:127.0.0.1:7087 4\n4 sip:127.0.0.1:7087 1\n";
std::string port(const std::string& uri) { return uri.substr(uri.rfind(':') + 1); }
}  // namespace

TEST(Select, RoundRobinGoesOnInACircle) {
  Fixture f(kFour, {{"flags", "2"}});
  ASSERT_EQ(f.problem, "");
  const char* first[] = {"7084", "7083", "7082", "7081", "7084"};
  for (auto* expected : first) {
    Request r(f);
    EXPECT_EQ(r.call("ds_select_dst", {1, 4}), 1);
    EXPECT_EQ(port(r.du()), expected);
    EXPECT_EQ(r.count(), 4);
    EXPECT_EQ(r.ru(), "sip:bob@example.com");
  }
}

TEST(Select, FailoverList) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  r.call("ds_select_dst", {1, 4});
  EXPECT_EQ(r.uris(), "sip:127.0.0.1:7084 sip:127.0.0.1:7083 sip:127.0.0.1:7082 sip:127.0.0.1:7081");
  EXPECT_EQ(r.uris("grp"), "1 1 1 1");
  EXPECT_EQ(r.uris("attrs"), "weight=40;duid=d4;rweight=50 weight=30;duid=d3;rweight=50 weight=20;duid=d2;socket=udp:127.0.0.1:5070 weight=10;duid=d1");
  EXPECT_EQ(r.context().target.send_socket, -1);
  EXPECT_EQ(r.call("ds_next_dst"), 1);
  EXPECT_EQ(port(r.du()), "7083");
  EXPECT_EQ(r.call("ds_next_dst"), 1);
  EXPECT_EQ(port(r.du()), "7082");
  EXPECT_EQ(r.context().target.send_socket, 1);
  EXPECT_EQ(r.call("ds_next_dst"), 1);
  EXPECT_EQ(r.uris(), "sip:127.0.0.1:7081");
  EXPECT_EQ(r.count(), 4);
  EXPECT_EQ(r.call("ds_next_dst"), -1);
  EXPECT_EQ(r.call("ds_next_dst"), -1);
  EXPECT_EQ(port(r.du()), "7081");
}

TEST(Select, WithoutFailoverFlagThereIsNoNext) {
  Fixture f(kFour);
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 4}), 1);
  EXPECT_EQ(r.call("ds_next_dst"), -1);
}

TEST(Select, LimitCountsTheFirst) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 4, 2}), 1);
  EXPECT_EQ(r.uris(), "sip:127.0.0.1:7084 sip:127.0.0.1:7083");
  EXPECT_EQ(r.count(), 2);
  // A second selection goes before what is left of the first.
  EXPECT_EQ(r.call("ds_select_dst", {2, 4, 1}), 1);
  EXPECT_EQ(r.uris(), "sip:u@127.0.0.1:7086 sip:127.0.0.1:7084 sip:127.0.0.1:7083");
  EXPECT_EQ(r.count(), 1);
}

TEST(Select, NothingToSelect) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {99, 4}), -1);
  EXPECT_EQ(r.call("ds_select_dst", {3, 4}), -1);
  EXPECT_EQ(r.call("ds_select_dst", {4, 4}), -1);
  EXPECT_EQ(r.du(), "");
  EXPECT_EQ(r.uris(), "");
  EXPECT_EQ(r.call("ds_mark_dst"), -1);
  EXPECT_EQ(r.call("ds_next_dst"), -1);
  EXPECT_EQ(r.call("ds_set_dst"), -1);
}

TEST(Select, HashesAreStableAndEven) {
  Fixture f(kFour, {{"flags", "2"}, {"hash_pvar", "some text"}});
  for (int algorithm : {0, 1, 2, 3, 7}) {
    Request a(f, "call-1"), b(f, "call-1");
    EXPECT_EQ(a.call("ds_select_dst", {1, algorithm}), 1);
    b.call("ds_select_dst", {1, algorithm});
    EXPECT_EQ(a.du(), b.du()) << algorithm;
  }
  std::map<std::string, int> hits;
  for (int i = 0; i < 4000; ++i) {
    Request r(f, "call-" + std::to_string(i));
    r.call("ds_select_dst", {1, 0});
    ++hits[r.du()];
  }
  ASSERT_EQ(hits.size(), 4u);
  double chi = 0;
  for (auto& [uri, n] : hits) chi += (n - 1000.0) * (n - 1000.0) / 1000;
  EXPECT_LT(chi, 16.3);  // 3 degrees of freedom, 0.1 %
}

TEST(Select, HashOfUserAlone) {
  Fixture user(kFour, {{"flags", "1"}}), whole(kFour, {{"flags", "0"}});
  auto pick = [](Fixture& f, const std::string& ruri) {
    Request r(f, "c", ruri);
    r.call("ds_select_dst", {1, 3});
    return r.du();
  };
  bool differs = false;
  for (int i = 0; i < 20; ++i) {
    auto host = "h" + std::to_string(i);
    EXPECT_EQ(pick(user, "sip:bob@" + host), pick(user, "sip:bob@other"));
    EXPECT_EQ(pick(whole, "sip:bob@" + host), pick(whole, "sip:bob@" + host + ":5060"));
    differs |= pick(whole, "sip:bob@" + host) != pick(whole, "sip:bob@other");
  }
  EXPECT_TRUE(differs);
}

TEST(Select, Algorithm7NeedsItsParameter) {
  Fixture f(kFour);
  EXPECT_EQ(Request(f).call("ds_select_dst", {1, 7}), -1);
}

TEST(Select, AuthUserElseRoundRobin) {
  Fixture f(kFour);
  auto pick = [&](const std::string& header) {
    Request r(f, "c", "sip:bob@x", "INVITE", header);
    r.call("ds_select_dst", {1, 5});
    return r.du();
  };
  std::string alice = "Proxy-Authorization: Digest realm=\"r\", username=\"alice\", nonce=\"n\"\n";
  EXPECT_EQ(pick(alice), pick(alice));
  EXPECT_NE(pick(""), pick(""));
}

TEST(Select, PriorityAndUnknownAlgorithmsTakeTheFirst) {
  Fixture f(kFour, {{"flags", "2"}});
  for (int algorithm : {8, 14, 62, 64, -1}) {
    Request r(f);
    EXPECT_EQ(r.call("ds_select_dst", {2, algorithm}), 1);
    EXPECT_EQ(r.uris(), "sip:u@127.0.0.1:7086 sip:127.0.0.1 sip:127.0.0.1:7085;transport=udp") << algorithm;
  }
}

TEST(Select, Weights) {
  Fixture f(kFour, {{"flags", "2"}});
  std::map<std::string, int> hits;
  for (int i = 0; i < 1000; ++i) {
    Request r(f);
    r.call("ds_select_dst", {1, 9});
    ++hits[port(r.du())];
  }
  EXPECT_EQ(hits["7081"], 100);
  EXPECT_EQ(hits["7082"], 200);
  EXPECT_EQ(hits["7083"], 300);
  EXPECT_EQ(hits["7084"], 400);
}

TEST(Select, RelativeWeightsFollowTheState) {
  Fixture f("1 sip:127.0.0.1:7081 0 0 rweight=25\n1 sip:127.0.0.1:7082 0 0 rweight=50\n1 sip:127.0.0.1:7083 0 0 rweight=25\n");
  auto share = [&] {
    std::map<std::string, int> hits;
    for (int i = 0; i < 1000; ++i) {
      Request r(f);
      r.call("ds_select_dst", {1, 11});
      ++hits[port(r.du())];
    }
    return hits;
  };
  auto all = share();
  EXPECT_NEAR(all["7081"], 250, 10);
  EXPECT_NEAR(all["7082"], 500, 10);
  f.run("dispatcher.set_state", {"i", 1, "sip:127.0.0.1:7083"});
  auto two = share();
  EXPECT_NEAR(two["7081"], 333, 10);
  EXPECT_EQ(two.count("7083"), 0u);
}

TEST(Select, RandomUsesAll) {
  Fixture f(kFour);
  std::map<std::string, int> hits;
  for (int i = 0; i < 400; ++i) {
    Request r(f);
    r.call("ds_select_dst", {1, 6});
    ++hits[r.du()];
  }
  EXPECT_EQ(hits.size(), 4u);
}

TEST(Select, ParallelForking) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 12}), 1);
  EXPECT_EQ(port(r.du()), "7084");
  ASSERT_EQ(r.context().branch_count, 3u);
  EXPECT_EQ(r.context().branches[0].dst_uri, "sip:127.0.0.1:7083");
  EXPECT_EQ(r.context().branches[0].ruri, "sip:bob@example.com");
  EXPECT_EQ(r.context().branches[1].send_socket, 1);
  EXPECT_EQ(r.count(), 0);
  EXPECT_EQ(r.uris(), "");
}

TEST(Select, LatencyOptimised) {
  // The table of the documentation: priority 30 and these round trips give 30, 27, 28, 30, 29, 30, 24.
  Fixture f(
      "1 sip:127.0.0.1:1 0 30 latency=21\n1 sip:127.0.0.1:2 0 30 latency=91\n1 sip:127.0.0.1:3 0 30 latency=61\n1 sip:127.0.0.1:4 0 30 latency=19\n"
      "1 sip:127.0.0.1:5 0 30 latency=32\n1 sip:127.0.0.1:6 0 30\n1 sip:127.0.0.1:7 0 30 latency=201\n",
      {{"flags", "2"}, {"ds_ping_latency_stats", "1"}});
  std::map<std::string, int> first;
  for (int i = 0; i < 70; ++i) {
    Request r(f);
    EXPECT_EQ(r.call("ds_select_dst", {1, 13}), 1);
    ++first[port(r.du())];
    EXPECT_EQ(r.uris().substr(r.uris().find(" sip:127.0.0.1:5")), " sip:127.0.0.1:5 sip:127.0.0.1:3 sip:127.0.0.1:2 sip:127.0.0.1:7");
  }
  EXPECT_EQ(first.size(), 3u);
  EXPECT_TRUE(first.contains("1") && first.contains("4") && first.contains("6"));
}

TEST(Select, InactiveOnesAreLeftOut) {
  Fixture f(kFour, {{"flags", "2"}});
  f.run("dispatcher.set_state", {"ip", 1, "sip:127.0.0.1:7083"});
  f.run("dispatcher.set_state", {"d", 1, "sip:127.0.0.1:7081"});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 4}), 1);
  EXPECT_EQ(r.uris(), "sip:127.0.0.1:7084 sip:127.0.0.1:7082");
  EXPECT_EQ(r.count(), 2);
}

TEST(Select, RoundRobinStaysEvenWhenOneIsInactive) {
  Fixture f(kFour, {{"flags", "2"}});
  f.run("dispatcher.set_state", {"ip", 1, "sip:127.0.0.1:7083"});
  for (int round = 0; round < 3; ++round)
    for (const char* expected : {"7084", "7082", "7081"}) {
      Request r(f);
      r.call("ds_select_dst", {1, 4});
      EXPECT_EQ(port(r.du()), expected);
    }
}

TEST(Select, UseDefaultIsTheLastResort) {
  Fixture f(kFour, {{"flags", "2"}, {"use_default", "1"}});
  for (int i = 0; i < 8; ++i) {
    Request r(f);
    r.call("ds_select_dst", {1, 4});
    EXPECT_NE(port(r.du()), "7081");
    EXPECT_TRUE(r.uris().ends_with(":7081"));
    EXPECT_EQ(r.count(), 4);
  }
  for (const char* p : {"7082", "7083", "7084"}) f.run("dispatcher.set_state", {"i", 1, std::string("sip:127.0.0.1:") + p});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 4}), 1);
  EXPECT_EQ(port(r.du()), "7081");
}

TEST(Select, ForceDst) {
  Fixture f(kFour, {{"force_dst", "0"}});
  Request r(f);
  r.context().target.dst_uri = "sip:1.2.3.4";
  EXPECT_EQ(r.call("ds_select_dst", {1, 4}), -1);
  EXPECT_EQ(r.du(), "sip:1.2.3.4");
}

TEST(Select, DomainKeepsTheUser) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f, "c", "sip:bob:pw@example.com:5061;x=y");
  EXPECT_EQ(r.call("ds_select_domain", {2, 8}), 1);
  EXPECT_EQ(r.ru(), "sip:bob:pw@127.0.0.1:7086");
  EXPECT_EQ(r.du(), "");
  EXPECT_EQ(r.call("ds_next_domain"), 1);
  EXPECT_EQ(r.ru(), "sip:bob:pw@127.0.0.1");
  EXPECT_EQ(r.call("ds_next_domain"), 1);
  EXPECT_EQ(r.ru(), "sip:bob:pw@127.0.0.1:7085;transport=udp");
}

TEST(Select, SelectOnlyThenSet) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select", {1, 4}), 1);
  EXPECT_EQ(r.du(), "");
  EXPECT_EQ(r.call("ds_set_dst"), 1);
  EXPECT_EQ(port(r.du()), "7084");
  EXPECT_EQ(r.call("ds_set_domain"), 1);
  EXPECT_EQ(r.ru(), "sip:bob@127.0.0.1:7084");
}

TEST(Select, Routes) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_routes", {"1=4;2=8", "ruri"}), 1);
  EXPECT_EQ(r.ru(), "sip:bob@127.0.0.1:7084");
  EXPECT_EQ(r.count(), 7);
  EXPECT_EQ(r.uris("grp"), "1 1 1 1 2 2 2");
  Request limited(f);
  EXPECT_EQ(limited.call("ds_select_routes", {"99=4;1=8;2=8", "d", 5}), 1);
  EXPECT_EQ(limited.uris("grp"), "1 1 1 1 2");
  EXPECT_EQ(port(limited.du()), "7084");
  EXPECT_EQ(Request(f).call("ds_select_routes", {"1=4", "zzz"}), -1);
  EXPECT_EQ(Request(f).call("ds_select_routes", {"nonsense", "d"}), -1);
}

TEST(Select, AvpsOfReleasesBefore52) {
  Fixture f(kFour, {{"flags", "2"}, {"dst_avp", "$avp(ds_dst)"}, {"grp_avp", "$avp(s:ds_grp)"}, {"cnt_avp", "$avp(ds_cnt)"}, {"sock_avp", "$avp(ds_sock)"}});
  ASSERT_EQ(f.problem, "");
  Request r(f);
  r.call("ds_select_dst", {1, 4});
  EXPECT_EQ(r.avps("ds_dst"), "sip:127.0.0.1:7084 sip:127.0.0.1:7083 sip:127.0.0.1:7082 sip:127.0.0.1:7081");
  EXPECT_EQ(r.avps("ds_grp"), "1");
  EXPECT_EQ(r.avps("ds_cnt"), "4");
  r.call("ds_next_dst");
  EXPECT_EQ(r.avps("ds_dst"), "sip:127.0.0.1:7083 sip:127.0.0.1:7082 sip:127.0.0.1:7081");
  r.call("ds_next_dst");
  EXPECT_EQ(r.avps("ds_sock"), "udp:127.0.0.1:5070 ");
}

TEST(Select, CallLoad) {
  Fixture f("1 sip:127.0.0.1:7081 0 0 duid=a;maxload=1\n1 sip:127.0.0.1:7082 0 0 duid=b;maxload=2\n",
            {{"flags", "2"}, {"ds_hash_size", "8"}, {"ds_hash_initexpire", "100"}, {"ds_hash_expire", "1000"}, {"ds_hash_check_interval", "10"}});
  auto select = [&](const std::string& id) {
    Request r(f, id);
    return r.call("ds_select_dst", {1, 10}) < 0 ? std::string("none") : port(r.du());
  };
  auto loads = [&] {
    std::string out;
    for (const auto& d : f.module->snapshot(f.worker).find(1)->destinations) out += std::to_string(d.live->load.load());
    return out;
  };
  EXPECT_EQ(select("c1"), "7082");
  EXPECT_EQ(select("c2"), "7081");
  EXPECT_EQ(select("c3"), "7082");
  EXPECT_EQ(loads(), "21");
  EXPECT_EQ(select("c4"), "none");  // both are full
  Request(f, "c1", "sip:bob@x", "BYE").call("ds_load_update");
  EXPECT_EQ(loads(), "11");
  Request moves(f, "c5");
  EXPECT_EQ(moves.call("ds_select_dst", {1, 10}), 1);
  EXPECT_EQ(loads(), "21");
  EXPECT_EQ(moves.uris("dstid"), "b a");
  EXPECT_EQ(moves.call("ds_next_dst"), 1);  // the call's load goes with it
  EXPECT_EQ(loads(), "12");
  Request(f, "c5").call("ds_load_unset");
  EXPECT_EQ(loads(), "11");
  f.worker.advance(111'000);  // c2 and c3 were never answered
  EXPECT_EQ(loads(), "00");
}

TEST(Select, CallLoadWithoutTableTakesTheFirst) {
  Fixture f(kFour, {{"flags", "2"}});
  Request r(f);
  EXPECT_EQ(r.call("ds_select_dst", {1, 10}), 1);
  EXPECT_EQ(port(r.du()), "7084");
}
