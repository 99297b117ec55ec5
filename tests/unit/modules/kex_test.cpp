// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kex, and that ctl and cfg_rpc load and take their parameters.
#include <gtest/gtest.h>

#include "module_harness.hpp"
#include "sdk/log.hpp"
#include "sdk/services/ctl.hpp"

using namespace kukini;
using namespace kukini::test;

namespace {
constexpr std::string_view kInvite =
    "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\nFrom: <sip:alice@a.example>;tag=1\nTo: <sip:bob@b.example>\n"
    "Call-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n";

class Kex : public testing::Test {
 protected:
  Kex() : b(kInvite) {
    h.load("kex");
    h.start();
  }
  int call(const std::string& function, const std::vector<std::string>& args = {}) { return h.call(b.context, function, args); }
  Harness h;
  ContextBuilder b;
};
}  // namespace

TEST_F(Kex, Loads) { EXPECT_TRUE(h.problems().empty()) << h.problems()[0]; }

TEST_F(Kex, ScriptFlags) {
  EXPECT_EQ(call("issflagset", {"3"}), -1);
  EXPECT_EQ(call("setsflag", {"3"}), 1);
  EXPECT_EQ(call("issflagset", {"3"}), 1);
  EXPECT_EQ(call("issflagset", {"4"}), -1);
  EXPECT_EQ(call("resetsflag", {"3"}), 1);
  EXPECT_EQ(call("issflagset", {"3"}), -1);
  EXPECT_EQ(call("setsflag", {"32"}), -1);
}

TEST_F(Kex, BranchFlags) {
  EXPECT_EQ(call("setbflag", {"6"}), 1);
  EXPECT_EQ(call("isbflagset", {"6"}), 1);
  EXPECT_EQ(call("isbflagset", {"6", "0"}), 1);
  EXPECT_EQ(call("isbflagset", {"6", "1"}), -1);
  EXPECT_EQ(call("setbflag", {"6", "1"}), -1);  // there is no such branch
  sdk::Branch branch;
  branch.ruri = "sip:x@y";
  ASSERT_TRUE(b.context.add_branch(branch));
  EXPECT_EQ(call("setbflag", {"7", "1"}), 1);
  EXPECT_EQ(b.context.branches[0].flags, 1u << 7);
  EXPECT_EQ(call("resetbflag", {"6"}), 1);
  EXPECT_EQ(b.context.target.flags, 0u);
}

TEST_F(Kex, DestinationUri) {
  EXPECT_EQ(call("isdsturiset"), -1);
  EXPECT_EQ(call("setdsturi", {"sip:10.0.0.10"}), 1);
  EXPECT_EQ(call("isdsturiset"), 1);
  EXPECT_EQ(b.context.target.dst_uri, "sip:10.0.0.10");
  EXPECT_EQ(call("resetdsturi"), 1);
  EXPECT_EQ(call("isdsturiset"), -1);
}

TEST_F(Kex, IsMyself) {
  EXPECT_EQ(call("is_myself", {"sip:x@myself.example"}), 1);
  EXPECT_EQ(call("is_myself", {"sip:127.0.0.1:5060;transport=udp"}), 1);
  EXPECT_EQ(call("is_myself", {"127.0.0.1"}), 1);
  EXPECT_EQ(call("is_myself", {"127.0.0.1:5060"}), 1);
  EXPECT_EQ(call("is_myself", {"sip:x@elsewhere.example"}), -1);
  EXPECT_EQ(call("is_myself", {"sip:"}), -1);
  EXPECT_EQ(call("is_myhost", {"sip:x@myself.example:9"}), 1);
}

TEST_F(Kex, DebugLevel) {
  int before = sdk::g_debug_level;
  EXPECT_EQ(call("resetdebug"), 1);
  EXPECT_EQ(sdk::g_debug_level, before);
  EXPECT_EQ(call("setdebug", {"3"}), 1);
  EXPECT_EQ(call("setdebug", {"-1"}), 1);
  EXPECT_EQ(sdk::g_debug_level, -1);
  EXPECT_EQ(call("resetdebug"), 1);
  EXPECT_EQ(sdk::g_debug_level, before);
}

TEST_F(Kex, UniqueIds) {
  auto one = h.format(b.context, "$sruid"), two = h.format(b.context, "$sruid");
  EXPECT_FALSE(one.empty());
  EXPECT_NE(one, two);
}

TEST(Ctl, CollectsListeners) {
  Harness h;
  h.load("ctl");
  EXPECT_EQ(h.set("ctl", "binrpc", "tcp:127.0.0.1:2049"), "");
  EXPECT_EQ(h.set("ctl", "binrpc", "unixs:/tmp/x"), "");
  EXPECT_EQ(h.set("ctl", "user", "nobody"), "");
  EXPECT_NE(h.set("ctl", "fifo", "/tmp/fifo"), "");
  h.start();
  EXPECT_TRUE(h.problems().empty());
  auto* service = static_cast<sdk::CtlService*>(h.services["ctl"]);
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(service->settings().binrpc, (std::vector<std::string>{"tcp:127.0.0.1:2049", "unixs:/tmp/x"}));
  EXPECT_EQ(service->settings().user, "nobody");
  EXPECT_EQ(service->settings().mode, 0600);
}

TEST(CfgRpc, Loads) {
  Harness h;
  h.load("cfg_rpc");
  h.start();
  EXPECT_TRUE(h.problems().empty());
}
