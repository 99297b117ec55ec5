// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Functions that few scripts use: t_write_req(), t_write_unix(), t_relay_to_avp(), t_cell_append_branches(), t_msg_apply_changes().
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "call.hpp"

namespace kukini::test {
namespace {

using sdk::Value;

struct WriteTest : TmTest {
  void SetUp() override {
    char name[] = "/tmp/kukini-write-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder = name;
  }
  void TearDown() override {
    TmTest::TearDown();
    std::filesystem::remove_all(folder);
  }
  void begin(std::map<std::string, std::string> params = {}) {
    start(std::move(params));
    s->on_request = [this](sdk::Context& c) {
      s->call(c, "t_newtran");
      c.set_ruri("sip:new@10.9.9.9;foo=1");
      if (c.state != nullptr) c.state->flags = 0x12;
      last_rc = s->call(c, function, {Value::string(path), Value::string(action)});
      return s->call(c, "t_reply", {Value::integer(480), Value::string("Done")});
    };
  }
  /// As Kamailio 5.6.3 writes it for the same request.
  static std::string expected(std::string_view routes, std::string_view target, std::string_view appended, std::string_view body) {
    return "0.3\nsip_request.vm\nMESSAGE\nnew\n10.9.9.9\n192.0.2.1\n5060\nsip:bob@192.0.2.20\n" + std::string(target) +
           "\n<sip:alice@example.org>;tag=from1\n<sip:bob@example.org>\ncall1@192.0.2.7\nfrom1\n\n1\n*\n" + std::string(routes) + "P-MsgFlags: 012\n" +
           std::string(appended) + ".\n" + std::string(body) + "\n";
  }
  /// The line with the numbers of the transaction is a star.
  static std::string masked(std::string text) {
    std::size_t at = 0;
    for (int i = 0; i < 15; ++i) at = text.find('\n', at) + 1;
    return text.replace(at, text.find('\n', at) - at, "*");
  }
  std::string folder, path, function = "t_write_req", action = "vm/one";
  std::map<std::string, std::string> one{{"tm.tw_append", "one:ua=hdr[User-Agent];hdr[Subject];hdr[Nope];body=msg[body]"}};
};

TEST_F(WriteTest, Pipe) {
  path = folder + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  begin(one);
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, -1) << "nobody reads";
  int fd = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  s->receive(request("MESSAGE", "z9hG4bK2", "User-Agent: UA1\r\nSubject: subj\r\nContact: <sip:alice@192.0.2.7:5070>\r\nRecord-Route: <sip:10.0.0.1;lr>\r\n"
                     "Record-Route: <sip:10.0.0.2;lr>, <sip:10.0.0.3;lr>\r\n", 1, {}, "sip:bob@192.0.2.20", "v=0\n"));
  EXPECT_EQ(last_rc, 1);
  char text[4096];
  auto n = read(fd, text, sizeof text);
  ASSERT_GT(n, 0);
  EXPECT_EQ(masked({text, static_cast<std::size_t>(n)}),
            expected("<sip:10.0.0.1;lr>,<sip:10.0.0.1;lr>,<sip:10.0.0.2;lr>,<sip:10.0.0.3;lr>\nsip:10.0.0.1;lr\n", "sip:alice@192.0.2.7:5070",
                     "ua: UA1\nSubject: subj\n", "v=0\n"));
  s->receive(request("MESSAGE", "z9hG4bK3", "Contact: <sip:alice@192.0.2.7:5070>\r\nRecord-Route: <sip:10.0.0.1>, <sip:10.0.0.2;lr>\r\n"));
  n = read(fd, text, sizeof text);
  EXPECT_EQ(masked({text, static_cast<std::size_t>(n)}), expected("<sip:10.0.0.2;lr>,<sip:alice@192.0.2.7:5070>\n.\n", "sip:10.0.0.1", "", "")) << "a strict router";
  close(fd);
}

TEST_F(WriteTest, Socket) {
  path = folder + "/socket";
  function = "t_write_unix";
  action = "vm";
  begin(one);
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, -1) << "nobody there";
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(at.sun_path, sizeof at.sun_path - 1);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
  s->receive(request("MESSAGE", "z9hG4bK2"));
  EXPECT_EQ(last_rc, 1);
  char text[4096];
  auto n = recv(fd, text, sizeof text, 0);
  ASSERT_GT(n, 0);
  EXPECT_EQ(masked({text, static_cast<std::size_t>(n)}), expected(".\n.\n", "sip:alice@example.org", "", "")) << "without Contact and Record-Route";
  close(fd);
}

TEST_F(WriteTest, WhatCannotBe) {
  path = folder + "/file";
  begin(one);
  close(open(path.c_str(), O_CREAT | O_WRONLY, 0600));
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, -1) << "no pipe";
  EXPECT_EQ(std::filesystem::file_size(path), 0u);
  action = "vm/unknown";
  s->receive(request("MESSAGE", "z9hG4bK2"));
  EXPECT_EQ(last_rc, -1);
  int without = 0;
  s->on_request = [&](sdk::Context& c) { return without = s->call(c, function, {Value::string(path), Value::string("vm")}); };
  s->receive(request("MESSAGE", "z9hG4bK3"));
  EXPECT_EQ(without, -1) << "no transaction";
}

TEST_F(WriteTest, BadAppends) {
  check_leaks = false;
  for (auto bad : {"nocolon", "one:what[x]", "one:msg[header]", "one:hdr[x"}) {
    FakeServer server({"tm"}, {{"tm.tw_append", bad}});
    EXPECT_EQ(server.errors.size(), 1u) << bad;
  }
}

TEST_F(TmTest, RelayToAvpTakesTheSecondArgument) {
  start();
  s->on_request = [this](sdk::Context& c) { return last_rc = s->call(c, "t_relay_to_avp", {Value::string("x"), Value::string("192.0.2.44:5080")}); };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_EQ(to("192.0.2.44", 5080).size(), 1u);
}

TEST_F(TmTest, BranchesOfAnotherRequest) {
  s = std::make_unique<FakeServer>(std::vector<std::string>{"tm", "sl", "rr", "tmx"});
  ASSERT_TRUE(s->errors.empty()) << s->errors[0];
  std::int64_t index = 0, label = 0;
  s->on_request = [&](sdk::Context& c) {
    int rc = s->call(c, "t_relay");
    index = s->variable(c, "T", "id_index_n").i;
    label = s->variable(c, "T", "id_label_n").i;
    return rc;
  };
  s->receive(request("INVITE"));
  s->receive(answer(to(kCallee).at(0), 180, "Ringing"), kCallee);
  to(kCaller);
  int none = 0, wrong = 0;
  s->on_request = [&](sdk::Context& c) {
    none = s->call(c, "t_cell_append_branches", {Value::integer(index), Value::integer(label)});
    sdk::Branch b;
    b.ruri = "sip:bob@192.0.2.77";
    c.add_branch(b);
    wrong = s->call(c, "t_cell_append_branches", {Value::integer(index), Value::integer(label + 1)});
    return last_rc = s->call(c, "t_cell_append_branches", {Value::integer(index), Value::integer(label)});
  };
  s->receive(request("REGISTER", "z9hG4bKreg", {}, 9));
  EXPECT_EQ(none, -1);
  EXPECT_EQ(wrong, -1);
  EXPECT_EQ(last_rc, 1);
  auto invite = to("192.0.2.77");
  ASSERT_EQ(invite.size(), 1u);
  EXPECT_EQ(first_line(invite[0]), "INVITE sip:bob@192.0.2.77 SIP/2.0");
  s->receive(answer(invite[0], 200, "OK", "other"), "192.0.2.77");
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 200 OK"});
  EXPECT_EQ(lines(kCallee), Strings{"CANCEL sip:bob@192.0.2.20 SIP/2.0"});
}

TEST_F(TmTest, ChangesAppliedInABranchRouteAreThatBranchs) {
  start();
  int rc = 0, seen = 0;
  int route = s->program->add(manifest::kBranch, "B", [&](sdk::Context& c) {
    bool first = c.branch_index == 0;
    if (first) {
      c.current_edits().append_header(*c.msg, "X-Branch: first\r\n");
      rc = s->call(c, "t_msg_apply_changes");
    }
    if (c.msg->find("X-Branch") != nullptr) ++seen;
    if (first) c.current_edits().append_header(*c.msg, "X-More: too\r\n");
    return sdk::RouteResult{};
  });
  int outside = 0;
  s->on_request = [&](sdk::Context& c) {
    outside = s->call(c, "t_msg_apply_changes");
    s->arm(c, "t_on_branch", route);
    sdk::Branch b;
    b.ruri = "sip:bob@192.0.2.77";
    c.add_branch(b);
    return s->call(c, "t_relay");
  };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(outside, -1);
  EXPECT_EQ(rc, 1);
  EXPECT_EQ(seen, 1) << "by the first branch only";
  auto first = to(kCallee).at(0), second = to("192.0.2.77").at(0);
  EXPECT_EQ(header(first, "X-Branch"), "first");
  EXPECT_EQ(header(first, "X-More"), "too");
  EXPECT_EQ(headers(first, "Via").size(), 2u);
  EXPECT_EQ(header(second, "X-Branch"), "");
}

TEST_F(TmTest, NoAckOfOurOwn) {
  start();
  s->on_request = [this](sdk::Context& c) {
    s->call(c, "t_set_no_auto_ack", {Value::integer(1)});
    EXPECT_EQ(s->call(c, "t_use_uac_headers"), 1);
    return s->call(c, "t_relay");
  };
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 486, "Busy"), kCallee);
  EXPECT_TRUE(to(kCallee).empty());
  s->receive(answer(invite, 486, "Busy"), kCallee);
  EXPECT_TRUE(to(kCallee).empty());
  EXPECT_EQ(lines(kCaller).back(), "SIP/2.0 486 Busy");
}

}  // namespace
}  // namespace kukini::test
