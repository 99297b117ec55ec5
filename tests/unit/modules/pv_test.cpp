// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// pv: assignments, shared variables, branches, functions on variables and XAVPs.
#include <gtest/gtest.h>

#include "module_harness.hpp"

using namespace kukini::test;
using kukini::sdk::Value;

namespace {

constexpr const char* kMessage =
    "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx\nFrom: \"Al\" <sip:alice@atlanta.com>;tag=abc\n"
    "To: <sip:biloxi.com>\nCall-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n";

struct Pv : testing::Test {
  Pv() {
    h.load("pv");
    h.start();
  }
  std::string get(const char* format) { return h.format(b.context, format); }
  bool set(const char* variable, const Value& v) { return h.assign(b.context, variable, v); }
  bool set(const char* variable, const char* text) { return set(variable, Value::string(text)); }
  Harness h;
  ContextBuilder b{kMessage};
};

TEST_F(Pv, TableAndCodeAgree) { EXPECT_TRUE(h.problems().empty()) << h.problems()[0]; }

TEST_F(Pv, RequestUri) {
  EXPECT_TRUE(set("$rU", "joe"));
  EXPECT_TRUE(set("$rd", "new.com"));
  EXPECT_TRUE(set("$rp", Value::integer(5099)));
  EXPECT_EQ(get("$ru $rU $rd $rp $ou"), "sip:joe@new.com:5099 joe new.com 5099 sip:bob@example.com");
  EXPECT_TRUE(set("$rU", Value::null()));
  EXPECT_EQ(get("$ru $rU"), "sip:new.com:5099 <null>");
  EXPECT_TRUE(set("$ru", "sip:x@y;transport=tcp"));
  EXPECT_EQ(get("$rP $rz"), "tcp sip");
  EXPECT_FALSE(set("$ru", Value::null()));
  EXPECT_TRUE(b.context.has(kukini::sdk::ProcessingFlag::ruri_changed));
}

TEST_F(Pv, DestinationAndSocket) {
  EXPECT_EQ(get("$du $dd $nh(d)"), "<null> <null> example.com");
  EXPECT_TRUE(set("$du", "sip:10.0.0.1:5070;transport=tls"));
  EXPECT_EQ(get("$dd $dp $dP $nh(p)"), "10.0.0.1 5070 tls 5070");
  EXPECT_TRUE(set("$du", Value::null()));
  EXPECT_EQ(get("$du"), "<null>");
  EXPECT_TRUE(set("$fs", "udp:127.0.0.2:5070"));
  EXPECT_EQ(get("$fs $fsn $fsp"), "udp:127.0.0.2:5070 second 5070");
  EXPECT_FALSE(set("$fs", "udp:9.9.9.9:1"));
  EXPECT_TRUE(set("$fsn", "main"));
  EXPECT_EQ(b.context.target.send_socket, 0);
}

TEST_F(Pv, FromAndToAreEdits) {
  EXPECT_TRUE(set("$fU", "zz"));
  EXPECT_TRUE(set("$fd", "new.org"));
  EXPECT_TRUE(set("$tU", "added"));
  EXPECT_TRUE(set("$tn", "\"Bo B\""));
  EXPECT_EQ(get("$fU $tU"), "alice <null>");
  auto out = b.encoded();
  EXPECT_NE(out.find("From: \"Al\" <sip:zz@new.org>;tag=abc"), std::string::npos) << out;
  EXPECT_NE(out.find("To: \"Bo B\" <sip:added@biloxi.com>"), std::string::npos) << out;
  EXPECT_TRUE(set("$fU", "again"));
  EXPECT_NE(b.encoded().find("<sip:again@new.org>"), std::string::npos);
}

TEST_F(Pv, Flags) {
  EXPECT_TRUE(set("$mf", Value::integer(5)));
  EXPECT_EQ(get("$mf $mF $Mf(0) $Mf(1) $Mf(2)"), "5 00000005 1 0 1");
  EXPECT_TRUE(set("$Bf(3)", Value::integer(1)));
  EXPECT_EQ(get("$bf"), "8");
  EXPECT_TRUE(set("$Bf(3)", Value::integer(0)));
  EXPECT_EQ(get("$bf"), "0");
}

TEST_F(Pv, Time) {
  EXPECT_EQ(get("$Ts $TV(u) $TV(Sn) $utime(year) $utime(mon) $utime(wday) $utimef(%d.%m.%Y)"),
            "1700000000 123456 1700000000.123456 2023 11 3 14.11.2023");
}

TEST_F(Pv, SharedVariables) {
  EXPECT_EQ(get("$shv(fresh)"), "0");
  EXPECT_TRUE(set("$shv(n)", Value::integer(4)));
  EXPECT_EQ(get("$shvinc(n) $shv(n)"), "5 5");
  EXPECT_EQ(h.set("pv", "shvset", "p=i:7"), "");
  EXPECT_EQ(h.set("pv", "shvset", "qq=s:text"), "");
  EXPECT_NE(h.set("pv", "shvset", "nonsense"), "");
  EXPECT_EQ(get("$shv(p) $shv(qq)"), "7 text");
}

TEST_F(Pv, Branches) {
  EXPECT_TRUE(set("$sbranch(uri)", "sip:z@z"));
  EXPECT_TRUE(set("$sbranch(dst_uri)", "sip:127.0.0.1:9"));
  EXPECT_EQ(h.call(b.context, "sbranch_append"), 1);
  EXPECT_EQ(get("$branch(uri) $branch(count) $sbranch(count) $br"), "sip:z@z 1 1 sip:z@z");
  EXPECT_EQ(h.call(b.context, "sbranch_set_ruri"), 1);
  EXPECT_EQ(get("$ru $du"), "sip:z@z sip:127.0.0.1:9");
  EXPECT_EQ(h.call(b.context, "sbranch_reset"), 1);
  EXPECT_EQ(h.call(b.context, "sbranch_append"), -1);
  EXPECT_TRUE(set("$(branch(uri)[0])", Value::null()));
  EXPECT_EQ(get("$branch(count)"), "<null>");
}

TEST_F(Pv, QuestionsAboutVariables) {
  EXPECT_EQ(h.call(b.context, "pv_isset", {"$ru"}), 1);
  EXPECT_EQ(h.call(b.context, "pv_isset", {"$tt"}), -1);
  EXPECT_EQ(h.call(b.context, "is_int", {"$sp"}), 1);
  EXPECT_EQ(h.call(b.context, "is_int", {"$ru"}), -1);
  EXPECT_EQ(h.call(b.context, "not_empty", {"$ru"}), 1);
  EXPECT_EQ(h.call(b.context, "not_empty", {"$rb"}), -1);
  EXPECT_EQ(h.call(b.context, "typeof", {"$ru", "str"}), 1);
  EXPECT_EQ(h.call(b.context, "typeof", {"$ru", "bogus"}), -1001);
}

TEST_F(Pv, Xavps) {
  EXPECT_EQ(h.call(b.context, "xavp_params_explode", {"q=1;w=2;z=\"s t\"", "b"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_params_implode", {"b", "$shv(out)"}), 1);
  EXPECT_EQ(get("$shv(out)"), "q=1;w=2;z=s t;");
  EXPECT_EQ(h.call(b.context, "xavp_child_seti", {"b", "q", "7"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_child_rm", {"b", "w"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_copy", {"b", "0", "c"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_rm", {"b"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_params_implode", {"b", "$shv(out)"}), -1);
  EXPECT_EQ(h.call(b.context, "xavp_params_implode_qval", {"c", "$shv(out)"}), 1);
  EXPECT_EQ(get("$shv(out) $cnt($xavp(c)) $cnt($xavp(b))"), "q=7;z=\"s t\"; 1 0");
  EXPECT_EQ(h.call(b.context, "xavp_params_explode", {"", "b"}), -1);
  EXPECT_EQ(h.call(b.context, "xavp_slist_explode", {" 1 , 2", ",", "t", "s"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_params_implode", {"s", "$shv(out)"}), 1);
  EXPECT_EQ(get("$shv(out)"), "v=1;v=2;");
}

TEST_F(Pv, SignsThatAreAwkwardToWrite) {
  EXPECT_EQ(get("$Eb|$Ec|$Ei|$Ej|$Ek|$En|$Eq|$Er|$Es|$Et|$Ev"), "\\|,|:|;|'|\n|\"|\r| |\t|`");
}

TEST_F(Pv, XavpsOfListsAndDestinations) {
  EXPECT_EQ(h.call(b.context, "xavp_xparams_explode", {"a=1,b=two,c", ",", "x"}), 1);
  EXPECT_EQ(h.call(b.context, "xavp_params_implode", {"x", "$shv(list)"}), 1);
  EXPECT_EQ(get("$shv(list)"), "a=1;b=two;c;");
  EXPECT_EQ(h.call(b.context, "xavp_xparams_explode", {"a=1", "", "x"}), -1);
  EXPECT_EQ(h.call(b.context, "xavp_xparams_explode", {"", ",", "x"}), -1);
  EXPECT_EQ(h.call(b.context, "xavp_push_dst", {"d"}), -1);
  h.call(b.context, "xavp_child_sets", {"d", "uri", "sip:new@example.org"});
  h.call(b.context, "xavp_child_sets", {"d", "dsturi", "sip:proxy.example.org"});
  EXPECT_EQ(h.call(b.context, "xavp_push_dst", {"d"}), 1);
  EXPECT_EQ(get("$ru $du"), "sip:new@example.org sip:proxy.example.org");
  h.call(b.context, "xavp_child_sets", {"d", "socket", "udp:127.0.0.2:5070"});
  EXPECT_EQ(h.call(b.context, "xavp_push_dst", {"d"}), 1);
  EXPECT_EQ(b.context.target.send_socket, 1);
  h.call(b.context, "xavp_child_sets", {"d", "socket", "udp:9.9.9.9:1"});
  EXPECT_EQ(h.call(b.context, "xavp_push_dst", {"d"}), -1);
}

TEST_F(Pv, JsonAndNullTransformations) {
  set("$shv(t)", "\"name\" \\ <sip:a@b>\r\n\t\x01");
  EXPECT_EQ(get("$(shv(t){val.json})"), "\\\"name\\\" \\\\ <sip:a@b>\\r\\n\\t\\u0001");
  EXPECT_EQ(get("$(shv(t){val.jsonqe})"), "\"\\\"name\\\" \\\\ <sip:a@b>\\r\\n\\t\\u0001\"");
  EXPECT_EQ(get("$(du{val.json})|$(du{val.jsonqe})|$(du{val.n0})|$(du{val.ne})"), "|\"\"|0|");
  set("$shv(n)", Value::integer(-4321));
  EXPECT_EQ(get("$(shv(n){val.json})|$(shv(n){val.jsonqe})|$(shv(n){val.n0})|$(shv(n){val.ne})"), "-4321|-4321|-4321|-4321");
  EXPECT_EQ(get("$(shv(n){num.fdigit})|$(shv(n){num.ldigit})"), "4|1");
  set("$shv(n)", Value::integer(7));
  EXPECT_EQ(get("$(shv(n){num.fdigit})|$(shv(n){num.ldigit})"), "7|7");
  set("$shv(n)", "1234");
  EXPECT_EQ(get("$(shv(n){num.fdigit})|$(shv(n){num.ldigit})|$(du{num.fdigit})"), "0|0|0");
}

TEST_F(Pv, TransformationsNewerThanTheReference) {
  set("$shv(t)", "one  two\tthree\r\n four");
  EXPECT_EQ(get("$(shv(t){s.selectsw,0})|$(shv(t){s.selectsw,2})|$(shv(t){s.selectsw,-1})|$(shv(t){s.selectsw,9})"), "one|three|four|");
  EXPECT_EQ(get("$(shv(t){s.rmhdws})"), "one  two\tthree four");
  EXPECT_EQ(get("$(shv(t){s.rmhlws})"), "one  two\tthreefour");
  set("$shv(t)", "a\r\nb\n\t c\n");
  EXPECT_EQ(get("$(shv(t){s.rmhdws})|$(shv(t){s.rmhlws})"), "a\r\nb c\n|a\r\nbc\n");
  EXPECT_EQ(get("$(shv(t){s.escape.crlf})|$(shv(t){s.escape.crlf}{s.unescape.crlf}{s.len})"), "a\\r\\nb\\n\t c\\n|9");
  set("$shv(t)", "a b\tc\\d");
  EXPECT_EQ(get("$(shv(t){s.select,1,\\t})|$(shv(t){s.select,1,\\w})|$(shv(t){s.select,2,\\s})|$(shv(t){s.select,1,\\\\})"), "c\\d|b\tc\\d|c\\d|d");
  set("$shv(t)", "abc");
  EXPECT_EQ(get("$(shv(t){s.charat,1})|$(shv(t){s.byteat,1})|$(shv(t){s.charat,7})"), "b|98|");
  EXPECT_EQ(get("$(shv(t){s.sha1})"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  set("$shv(t)", "123456789");
  EXPECT_EQ(get("$(shv(t){s.crc32})|$(shv(t){s.intv})"), "3421780262|123456789");
  set("$shv(t)", "sip:u@h;a=1;lr;b=2?x=y");
  EXPECT_EQ(get("$(shv(t){uri.rmparam,lr})|$(shv(t){uri.rmparam,b})|$(shv(t){uri.rmparam,zz})"),
            "sip:u@h;a=1;b=2?x=y|sip:u@h;a=1;lr?x=y|sip:u@h;a=1;lr;b=2?x=y");
}

}  // namespace
