// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// corex: flags, sockets, addresses, files; {sock.…}.
#include <gtest/gtest.h>

#include <unistd.h>

#include "module_harness.hpp"
#include "sdk/via.hpp"

using namespace kukini;
using namespace kukini::test;

namespace {
constexpr std::string_view kInvite =
    "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\nFrom: <sip:alice@a.example>;tag=1\nTo: <sip:bob@b.example>\n"
    "Call-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n";

class Corex : public testing::Test {
 protected:
  Corex() : b(kInvite) {
    for (auto name : {"pv", "corex"}) h.load(name);
  }
  int call(const std::string& function, const std::vector<std::string>& args = {}) { return h.call(b.context, function, args); }
  std::string read(std::string_view format) { return h.format(b.context, format); }
  Harness h;
  ContextBuilder b;
};
}  // namespace

TEST_F(Corex, LoadsAndTakesParameters) {
  EXPECT_EQ(h.set("corex", "alias_subdomains", "tcp:example.com:5060"), "");
  EXPECT_EQ(h.set("corex", "alias_subdomains", "example.org"), "");
  EXPECT_NE(h.set("corex", "alias_subdomains", "a:b:c"), "");
  EXPECT_EQ(h.set("corex", "nio_intercept", "1"), "");
  h.start();
  EXPECT_TRUE(h.problems().empty()) << h.problems()[0];
}

TEST_F(Corex, ExtendedFlags) {
  EXPECT_EQ(call("isxflagset", {"3"}), -1);
  EXPECT_EQ(call("setxflag", {"3"}), 1);
  EXPECT_EQ(call("isxflagset", {"3"}), 1);
  EXPECT_EQ(call("resetxflag", {"3"}), 1);
  EXPECT_EQ(call("isxflagset", {"3"}), -1);
  EXPECT_EQ(call("setxflag", {"63"}), 1);
  EXPECT_EQ(call("setxflag", {"64"}), -1);
}

TEST_F(Corex, InternalFlags) {
  EXPECT_EQ(call("msg_iflag_is_set", {"USE_UAC_FROM"}), -2);
  EXPECT_EQ(call("msg_iflag_set", {"USE_UAC_FROM"}), 1);
  EXPECT_EQ(call("msg_iflag_is_set", {"USE_UAC_FROM"}), 1);
  EXPECT_EQ(call("msg_iflag_is_set", {"USE_UAC_TO"}), -2);
  EXPECT_EQ(call("msg_iflag_reset", {"USE_UAC_FROM"}), 1);
  EXPECT_EQ(call("msg_iflag_is_set", {"USE_UAC_FROM"}), -2);
  EXPECT_EQ(call("msg_iflag_set", {"NOPE"}), -1);
}

TEST_F(Corex, Sockets) {
  EXPECT_EQ(call("is_socket_name", {"second"}), 1);
  EXPECT_EQ(call("is_socket_name", {"x"}), -1);
  EXPECT_EQ(call("set_send_socket", {"udp:127.0.0.2:5070"}), 1);
  EXPECT_EQ(b.context.target.send_socket, 1);
  EXPECT_EQ(call("set_send_socket_name", {"main"}), 1);
  EXPECT_EQ(b.context.target.send_socket, 0);
  EXPECT_EQ(call("set_send_socket", {"udp:127.0.0.1:1"}), 1) << "the script goes on";
  EXPECT_EQ(b.context.target.send_socket, 0);
  EXPECT_EQ(call("set_recv_socket_name", {"second"}), 1);
  EXPECT_EQ(read("$Ri $Rp"), "127.0.0.2 5070");
  EXPECT_EQ(call("set_recv_socket", {"udp:127.0.0.1:5060"}), 1);
  EXPECT_EQ(b.context.flow.socket, 0);
}

TEST_F(Corex, SourceAddress) {
  EXPECT_EQ(call("set_source_address", {"udp:9.8.7.6:1234"}), 1);
  EXPECT_EQ(read("$si $sp $proto"), "9.8.7.6 1234 udp");
  EXPECT_EQ(call("set_source_address", {"[2001:db8::1]:5070"}), 1);
  EXPECT_EQ(read("$si $sp"), "2001:db8::1 5070");
  EXPECT_EQ(call("set_source_address", {"nope"}), -1);
  EXPECT_EQ(call("set_source_address", {""}), -1);
}

TEST_F(Corex, SocketTexts) {
  auto all = [&](const std::string& s) {
    h.assign(b.context, "$shv(s)", sdk::Value::string(s));
    return read("$(shv(s){sock.host}) $(shv(s){sock.port}) $(shv(s){sock.proto}) $(shv(s){sock.touri})");
  };
  EXPECT_EQ(all("udp:1.2.3.4:5060"), "1.2.3.4 5060 udp sip:1.2.3.4:5060;transport=udp");
  EXPECT_EQ(all("1.2.3.4"), "1.2.3.4   sip:1.2.3.4");
  EXPECT_EQ(all("tls:[::1]:5061"), "[::1] 5061 tls sip:[::1]:5061;transport=tls");
  EXPECT_EQ(all("nope:1:2:3"), "   ");
  EXPECT_EQ(all("[::1"), "   ");
}

TEST_F(Corex, ListenSockets) {
  EXPECT_EQ(read("$lsock(n/second/listen) $lsock(n/second/index) $lsock(n/nope/listen)"), "udp:127.0.0.2:5070 1 <null>");
  EXPECT_EQ(read("$lsock(l/udp:127.0.0.2:5070/name) $lsock(l/udp:127.0.0.2:5070/n) $lsock(l/udp:127.0.0.2:5070/advertise)"), "second second <null>");
  EXPECT_EQ(read("[$lsock(n/second/x)$lsock(x/second/name)$lsock(n)$lsock(n/)$lsock(n//)]"), "[]");
  b.worker.listen[1].advertised_host = "192.0.2.9";
  EXPECT_EQ(read("$lsock(n/second/advertise)"), "udp:192.0.2.9:5070");
  EXPECT_EQ(read("$atkv(type) $cfg(line)"), "<null> <null>") << "not in a script";
}

TEST_F(Corex, WhatOurViaSays) {
  auto dressed = [&](std::string_view sent_by = "127.0.0.1:5070") {
    return std::string(sdk::dress_via(b.context, "Via: SIP/2.0/UDP " + std::string(sent_by) + ";branch=z9hG4bKb;rport\r\n"));
  };
  auto& names = sdk::via_names();
  names.server_id = 7;
  names.params = sdk::intern_name("xvia");
  names.fields = sdk::intern_name("mvia");
  names.reply_params = sdk::intern_name("rvia");
  auto& arena = b.context.state_arena();
  auto field = [&](std::string_view list, std::string_view name, sdk::Value v) {
    auto id = sdk::intern_name(list);
    auto* x = b.state.xavps.find(id);
    if (x == nullptr) (x = b.state.xavps.push(arena, id))->value.is_list = true;
    sdk::XavpList::push_in(arena, x->value.list, sdk::intern_name(name), v);
  };
  field("xvia", "a", sdk::Value::string("one"));
  field("xvia", "n", sdk::Value::integer(5));
  field("xvia", "flag", sdk::Value::string(""));
  field("xvia", "bad", sdk::Value::string("x\r\nEvil: 1"));
  field("xvia", "worse", sdk::Value::string("x, SIP/2.0/UDP 192.0.2.66"));
  field("mvia", "address", sdk::Value::string("10.1.2.3"));
  field("rvia", "r", sdk::Value::string("v"));
  EXPECT_EQ(dressed(), "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKb;rport\r\n");
  EXPECT_EQ(call("via_add_srvid", {"1"}), 1);
  EXPECT_EQ(dressed(), "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKb;rport;srvid=7\r\n");
  EXPECT_EQ(read("$sid"), "7");
  EXPECT_EQ(call("via_add_xavp_params", {"1"}), 1);
  EXPECT_EQ(dressed(), "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKb;rport;srvid=7;flag;n=5;a=one\r\n");
  EXPECT_EQ(call("via_add_srvid", {"0"}), 1);
  EXPECT_EQ(call("via_add_xavp_params", {"0"}), 1);
  EXPECT_EQ(call("via_use_xavp_fields", {"1"}), 1);
  EXPECT_EQ(dressed(), "Via: SIP/2.0/UDP 10.1.2.3;branch=z9hG4bKb;rport\r\n");
  field("mvia", "port", sdk::Value::integer(5090));
  EXPECT_EQ(dressed("[2001:db8::1]:5070"), "Via: SIP/2.0/UDP 10.1.2.3:5090;branch=z9hG4bKb;rport\r\n");
  EXPECT_EQ(sdk::via_reply_params(b.state, b.context.processing, arena), "");
  EXPECT_EQ(call("via_reply_add_xavp_params", {"1"}), 1);
  EXPECT_EQ(sdk::via_reply_params(b.state, b.context.processing, arena), ";r=v");
  names.server_id = 0;
  names.params = names.fields = names.reply_params = 0;
  EXPECT_EQ(dressed(), "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKb;rport\r\n");
}

TEST_F(Corex, ViaFlags) {
  EXPECT_EQ(call("msg_vbflag_is_set", {"3"}), -1);
  EXPECT_EQ(call("msg_vbflag_set", {"3"}), 1);
  EXPECT_EQ(call("msg_vbflag_set", {"31"}), 1);
  EXPECT_EQ(call("msg_vbflag_set", {"32"}), -1);
  EXPECT_EQ(call("msg_vbflag_is_set", {"3"}), 1);
  EXPECT_EQ(call("msg_vbflag_reset", {"3"}), 1);
  EXPECT_EQ(call("msg_vbflag_is_set", {"3"}), -1);
  EXPECT_EQ(call("msg_vbflag_is_set", {"31"}), 1);
}

TEST_F(Corex, Files) {
  auto path = "/tmp/corex_test." + std::to_string(getpid());
  EXPECT_EQ(call("file_write", {path, "some text"}), 1);
  EXPECT_EQ(call("file_read", {path, "$shv(f)"}), 1);
  EXPECT_EQ(read("$shv(f)"), "some text");
  EXPECT_EQ(call("file_write", {path, std::string(70000, 'x')}), 1);
  EXPECT_EQ(call("file_read", {path, "$shv(f)"}), -1) << "too large";
  unlink(path.c_str());
  EXPECT_EQ(call("file_read", {path, "$shv(f)"}), -1);
  EXPECT_EQ(call("file_write", {"/nowhere/file", "x"}), -1);
}
