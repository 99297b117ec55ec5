// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Record-Route and Route: what Debian's Kamailio 5.6.3 was seen to do with the same requests.
#include <re2/re2.h>

#include "call.hpp"

namespace kukini::test {
namespace {

constexpr std::string_view kMe = "<sip:192.0.2.1;lr;ftag=from1;nat=yes>";

struct LooseCase {
  const char* name;
  const char* ruri;
  const char* to_tag;
  const char* routes;  ///< complete lines
  int rc;
  const char* new_ruri;
  const char* dst;
  const char* left;  ///< Route values that leave, joined by '|'
};

class Loose : public TmTest, public ::testing::WithParamInterface<LooseCase> {};

TEST_P(Loose, AsKamailio) {
  const auto& p = GetParam();
  start();
  s->worker.add_socket("192.0.2.1", 5062);
  int rc = 0;
  std::string ruri, dst;
  s->on_request = [&](sdk::Context& c) {
    rc = s->call(c, "loose_route");
    ruri = c.target.ruri;
    dst = c.target.dst_uri;
    c.target.dst_uri = "sip:192.0.2.20";
    return s->call(c, "t_relay");
  };
  s->receive(request("OPTIONS", "z9hG4bK1", p.routes, 1, p.to_tag, p.ruri));
  EXPECT_EQ(rc, p.rc);
  EXPECT_EQ(ruri, p.new_ruri);
  EXPECT_EQ(dst, p.dst);
  std::string left;
  for (auto& r : headers(to(kCallee).at(0), "Route")) left += (left.empty() ? "" : "|") + r;
  EXPECT_EQ(left, p.left);
}

#define FOREIGN "sip:u@192.0.2.9"
#define MINE "sip:u@192.0.2.1"
#define ME "<sip:192.0.2.1;lr;ftag=from1>"
#define OTHER "<sip:o@10.0.0.1;lr>"
INSTANTIATE_TEST_SUITE_P(
    Kamailio563, Loose,
    ::testing::Values(
        LooseCase{"ours_only", FOREIGN, "tt", "Route: " ME "\r\n", 1, FOREIGN, "", ""},
        LooseCase{"ours_then_other", FOREIGN, "tt", "Route: " ME "\r\nRoute: " OTHER "\r\n", 1, FOREIGN, "sip:o@10.0.0.1;lr", OTHER},
        LooseCase{"one_line", FOREIGN, "tt", "Route: " ME ", " OTHER ", <sip:z@10.0.0.2;lr>\r\n", 1, FOREIGN, "sip:o@10.0.0.1;lr",
                  OTHER ", <sip:z@10.0.0.2;lr>"},
        LooseCase{"strict_before_us", MINE, "tt", "Route: " OTHER "\r\nRoute: <sip:final@10.0.0.2>\r\n", 1, "sip:final@10.0.0.2",
                  "sip:o@10.0.0.1;lr", OTHER},
        LooseCase{"strict_before_us_last", MINE, "tt", "Route: " OTHER "\r\n", 1, "sip:o@10.0.0.1;lr", "sip:o@10.0.0.1;lr", ""},
        LooseCase{"strict_before_us_contact", "sip:u@192.0.2.1;lr", "tt", "Route: <sip:contact@10.0.0.3>\r\n", 1, "sip:contact@10.0.0.3", "", ""},
        LooseCase{"strict_on_both_sides", MINE, "tt", "Route: <sip:contact@10.0.0.3>\r\nRoute: <sip:second@10.0.0.4>\r\n", 1,
                  "sip:contact@10.0.0.3", "", "<sip:second@10.0.0.4>"},
        LooseCase{"not_ours", FOREIGN, "tt", "Route: " OTHER "\r\n", 1, FOREIGN, "sip:o@10.0.0.1;lr", OTHER},
        LooseCase{"pair", FOREIGN, "tt", "Route: <sip:192.0.2.1;r2=on;lr;ftag=tt>\r\nRoute: <sip:192.0.2.1:5062;r2=on;lr;ftag=tt>\r\n", 1, FOREIGN, "",
                  ""},
        LooseCase{"pair_then_other", FOREIGN, "tt",
                  "Route: <sip:192.0.2.1;r2=on;lr>\r\nRoute: <sip:192.0.2.1:5062;r2=on;lr>\r\nRoute: " OTHER "\r\n", 1, FOREIGN,
                  "sip:o@10.0.0.1;lr", OTHER},
        LooseCase{"ours_without_lr", FOREIGN, "tt", "Route: <sip:192.0.2.1>\r\n", 1, FOREIGN, "", ""},
        LooseCase{"strict_after_us", FOREIGN, "tt", "Route: " ME "\r\nRoute: <sip:o@10.0.0.1>\r\nRoute: <sip:p@10.0.0.2;lr>\r\n", 1,
                  "sip:o@10.0.0.1", "", "<sip:p@10.0.0.2;lr>|<" FOREIGN ">"},
        LooseCase{"strict_after_us_in_one_line", FOREIGN, "tt", "Route: " ME ", <sip:o@10.0.0.1>, <sip:p@10.0.0.2;lr>\r\n", 1,
                  "sip:o@10.0.0.1", "", "<sip:p@10.0.0.2;lr>|<" FOREIGN ">"},
        LooseCase{"preloaded_for_another", FOREIGN, "", "Route: " ME "\r\n", -3, FOREIGN, "", ""},
        LooseCase{"preloaded_only_ours", MINE, "", "Route: " ME "\r\n", -3, MINE, "", ""},
        LooseCase{"preloaded", MINE, "", "Route: " ME "\r\nRoute: " OTHER "\r\n", 1, MINE, "sip:o@10.0.0.1;lr", OTHER},
        LooseCase{"none", FOREIGN, "tt", "", -1, FOREIGN, "", ""},
        LooseCase{"user_in_route", FOREIGN, "tt", "Route: <sip:bob@192.0.2.1;lr>\r\n", 1, FOREIGN, "", ""},
        LooseCase{"garbage", FOREIGN, "tt", "Route: <sip:\r\n", -1, FOREIGN, "", "<sip:"}),
    [](const auto& i) { return std::string(i.param.name); });

TEST_F(TmTest, RecordRoute) {
  start();
  s->on_request = [this](sdk::Context& c) {
    EXPECT_EQ(s->call(c, "add_rr_param", {sdk::Value::string(";a=b")}), 1);
    EXPECT_EQ(s->call(c, "record_route"), 1);
    EXPECT_EQ(s->call(c, "add_rr_param", {sdk::Value::string(";c=d")}), 1);
    EXPECT_EQ(s->call(c, "record_route"), -1) << "once is enough";
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE", "z9hG4bK1", "Record-Route: <sip:old;lr>\r\n"));
  auto invite = to(kCallee).at(0);
  EXPECT_EQ(headers(invite, "Record-Route"), (Strings{"<sip:192.0.2.1;lr;ftag=from1;a=b;c=d>", "<sip:old;lr>"}));
  EXPECT_LT(invite.find("Record-Route: <sip:192.0.2.1"), invite.find("Via:")) << "where Kamailio puts it";
}

TEST_F(TmTest, RecordRouteWithFullLr) {
  start({{"rr.enable_full_lr", "1"}, {"rr.append_fromtag", "0"}, {"rr.add_username", "1"}});
  s->on_request = [this](sdk::Context& c) {
    s->call(c, "record_route", {sdk::Value::string(";x=y")});
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  EXPECT_EQ(header(to(kCallee).at(0), "Record-Route"), "<sip:alice@192.0.2.1;lr=on;x=y>");
}

TEST_F(TmTest, TwoRecordRoutesWhereTheSocketChanges) {
  start();
  s->worker.add_socket("192.0.2.2", 5062);
  int route = s->program->add(manifest::kFailure, "F", [this](sdk::Context& c) {
    c.target.send_socket = 0;
    c.set_ruri("sip:bob@192.0.2.21");
    s->call(c, "t_relay");
    return sdk::RouteResult{};
  });
  s->on_request = [&](sdk::Context& c) {
    s->call(c, "record_route");
    s->arm(c, "t_on_failure", route);
    c.target.send_socket = 1;
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  EXPECT_EQ(headers(invite, "Record-Route"), (Strings{"<sip:192.0.2.2:5062;r2=on;lr;ftag=from1>", "<sip:192.0.2.1;r2=on;lr;ftag=from1>"}));
  s->receive(answer(invite, 486, "Busy"), kCallee);
  EXPECT_EQ(headers(to("192.0.2.21").at(0), "Record-Route"), Strings{"<sip:192.0.2.1;lr;ftag=from1>"}) << "each branch has its own";
}

TEST_F(TmTest, RecordRoutePreset) {
  start();
  s->on_request = [this](sdk::Context& c) {
    EXPECT_EQ(s->call(c, "record_route_preset", {sdk::Value::string("1.2.3.4:5090;foo"), sdk::Value::string("9.8.7.6")}), 1);
    return s->call(c, "t_relay");
  };
  s->receive(request("NOTIFY"));
  EXPECT_EQ(headers(to(kCallee).at(0), "Record-Route"), (Strings{"<sip:1.2.3.4:5090;foo;ftag=from1;lr>", "<sip:9.8.7.6;ftag=from1;lr>"}));
}

TEST_F(TmTest, RemoveRecordRoute) {
  start();
  s->on_request = [this](sdk::Context& c) {
    s->call(c, "record_route");
    s->call(c, "remove_record_route");
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  EXPECT_TRUE(headers(to(kCallee).at(0), "Record-Route").empty());
}

TEST_F(TmTest, DirectionAndRouteParameters) {
  start();
  int down = 0, up = 0, nat = 0, other = 0;
  re2::RE2 nat_re("nat=yes"), other_re("vpn=");
  s->on_request = [&](sdk::Context& c) {
    s->call(c, "loose_route");
    down = s->call(c, "is_direction", {sdk::Value::string("downstream")});
    up = s->call(c, "is_direction", {sdk::Value::string("upstream")});
    sdk::Arg a;
    a.regex = &nat_re;
    nat = s->call_args(c, "check_route_param", {a});
    a.regex = &other_re;
    other = s->call_args(c, "check_route_param", {a});
    return 1;
  };
  s->receive(request("BYE", "z9hG4bK2", "Route: " + std::string(kMe) + "\r\n", 2, "tt"));
  EXPECT_EQ((std::vector{down, up, nat, other}), (std::vector{1, -1, 1, -1}));
  s->receive(request("BYE", "z9hG4bK3", "Route: <sip:192.0.2.1;lr;ftag=tt>\r\n", 3, "tt"));
  EXPECT_EQ((std::vector{down, up, nat, other}), (std::vector{-1, 1, -1, -1}));
}

}  // namespace
}  // namespace kukini::test
