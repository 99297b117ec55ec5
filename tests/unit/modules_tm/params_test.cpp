// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// No parameter of tm does nothing in silence: each is used by the code, or says in the log and in doc.md that it has no effect.
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "call.hpp"
#include "sdk/log.hpp"

namespace kukini::test {
namespace {

std::vector<std::string> g_lines;
void keep_line(sdk::Level level, std::string_view, std::string_view text, int) {
  if (level <= sdk::Level::warning) g_lines.emplace_back(text);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct ParamsTest : TmTest {
  void SetUp() override {
    sdk::set_log_sink(keep_line);
    const char* source = std::getenv("KUKINI_SOURCE");
    if (source == nullptr) GTEST_SKIP() << "KUKINI_SOURCE is not set";
    folder = std::filesystem::path(source) / "modules/tm";
    std::string table = read(folder / "manifest.cpp"), doc = read(folder / "doc.md");
    table = table.substr(table.find("kParams[]"));
    table = table.substr(0, table.find("\n};"));
    std::regex row("\\{\"([a-z0-9_]+)\", (integer|string), \"([^\"]*)\", \"((?:[^\"\\\\]|\\\\.)*)\"");
    for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
      Param p{(*at)[1], (*at)[2], (*at)[3], (*at)[4], {}};
      auto from = doc.find("### " + p.name + "\n");
      ASSERT_NE(from, doc.npos) << p.name;
      p.doc = doc.substr(from, doc.find("\n### ", from + 4) - from);
      params.push_back(p);
    }
    ASSERT_GT(params.size(), 50u);
  }
  void TearDown() override { sdk::set_log_sink(nullptr); }
  struct Param {
    std::string name, type, initial, brief, doc;
    bool ineffective() const { return brief.starts_with("Without effect"); }
  };
  std::filesystem::path folder;
  std::vector<Param> params;
};

TEST_F(ParamsTest, ThoseWithoutEffectSaySo) {
  unsigned ineffective = 0;
  for (const auto& p : params) {
    g_lines.clear();
    // Another value than the one that says what is done anyway.
    auto value = p.type == "string" ? std::string("x") : p.initial == "1" ? "0" : "1";
    EXPECT_EQ(p.doc.find("Without effect") != p.doc.npos, p.ineffective()) << p.name << " in doc.md";
    if (!p.ineffective()) {
      for (auto word : {"Accepted", "accepted"}) EXPECT_EQ(p.doc.find(word), p.doc.npos) << p.name << ": accepted, and then?";
      continue;
    }
    ++ineffective;
    FakeServer server({"tm"}, {{"tm." + p.name, value}});
    EXPECT_TRUE(server.errors.empty()) << p.name << ": " << server.errors[0];
    bool said = false;
    for (const auto& line : g_lines) said = said || (line.find("modparam " + p.name) != line.npos && line.find("has no effect: ") != line.npos);
    EXPECT_TRUE(said) << p.name << " = " << value << " is taken in silence";
  }
  EXPECT_LE(ineffective, 26u) << "this number only goes down";
}

TEST_F(ParamsTest, WhatIsDoneAnywayNeedsNoWarning) {
  for (auto [name, value] : {std::pair{"reparse_invite", "1"}, {"blst_503", "0"}, {"e2e_cancel_hop_by_hop", "1"}, {"local_ack_mode", "0"}}) {
    g_lines.clear();
    FakeServer server({"tm"}, {{std::string("tm.") + name, value}});
    EXPECT_TRUE(g_lines.empty()) << name << ": " << g_lines[0];
  }
}

/// The code reads what the others set, elsewhere than where they are set.
TEST_F(ParamsTest, TheOthersAreRead) {
  std::string elsewhere;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".cpp" && file.path().filename() != "manifest.cpp") elsewhere += read(file.path());
  elsewhere += read(folder / "engine.hpp");
  auto own = read(folder / "tm.cpp");
  for (const auto& p : params) {
    if (p.ineffective()) continue;
    std::smatch bound;
    std::string member;
    if (std::regex_search(own, bound, std::regex("\"" + p.name + "\", config\\.([a-z0-9_]+)"))) member = bound[1];
    if (member.empty()) {  // taken by code of its own
      EXPECT_NE(elsewhere.find("param(\"" + p.name + "\", [this]"), elsewhere.npos) << p.name << " is bound to nothing";
      continue;
    }
    std::size_t uses = 0;
    std::regex use("config\\." + member + "\\b");
    for (std::sregex_iterator at(elsewhere.begin(), elsewhere.end(), use), end; at != end; ++at) ++uses;
    // One is the binding itself, one may be the runtime variable.
    auto bindings = static_cast<std::size_t>(own.find("{\"" + p.name + "\", config.") != own.npos ? 2 : 1);
    EXPECT_GT(uses, bindings) << "nobody reads config." << member;
  }
}

TEST_F(TmTest, NoisyCtimerOff) {
  start({{"tm.noisy_ctimer", "0"}, {"tm.fr_timer", "2000"}});
  s->receive(request("INVITE"));
  to(kCaller);
  s->run_for(2000);
  EXPECT_TRUE(to(kCaller).empty()) << "the caller gives up by itself";
  s->receive(request("MESSAGE", "z9hG4bK2", {}, 2));
  s->run_for(2000);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 408 Request Timeout"}) << "INVITEs only";
}

TEST_F(TmTest, CodeOfTimeouts) {
  start({{"tm.reply_408_code", "480"}, {"tm.reply_408_reason", "Nobody answers"}, {"tm.fr_timer", "2000"}});
  s->receive(request("MESSAGE"));
  s->run_for(2000);
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 480 Nobody answers"});
}

TEST_F(TmTest, FrInvTimerIsRestartedByHigherCodesOnly) {
  start({{"tm.restart_fr_on_each_reply", "0"}, {"tm.fr_inv_timer", "5000"}});
  s->receive(request("INVITE"));
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->run_for(3000);
  s->receive(answer(invite, 180, "Ringing"), kCallee);  // no news
  s->run_for(1000);
  s->receive(answer(invite, 183, "Progress"), kCallee);  // from here on anew
  to(kCaller);
  s->run_for(4999);
  EXPECT_TRUE(to(kCaller).empty());
  s->run_for(1);
  EXPECT_EQ(first_line(to(kCallee).at(0)), "CANCEL sip:bob@192.0.2.20 SIP/2.0");
}

TEST_F(TmTest, ExtraHeadersOfCancelAndAck) {
  start({{"tm.ac_extra_hdrs", "x-keep-"}});
  s->receive(request("INVITE", "z9hG4bKcaller1", "X-Keep-Me: 1\r\nX-Other: 2\r\nx-keep-too: 3\r\n"));
  auto invite = to(kCallee).at(0);
  s->receive(answer(invite, 180, "Ringing"), kCallee);
  s->receive(request("CANCEL"));
  auto cancel = to(kCallee).at(0);
  EXPECT_EQ(header(cancel, "X-Keep-Me"), "1");
  EXPECT_EQ(header(cancel, "x-keep-too"), "3");
  EXPECT_EQ(header(cancel, "X-Other"), "");
  s->receive(answer(invite, 487, "Terminated"), kCallee);
  auto ack = to(kCallee).at(0);
  EXPECT_EQ(first_line(ack), "ACK sip:bob@192.0.2.20 SIP/2.0");
  EXPECT_EQ(header(ack, "X-Keep-Me"), "1");
}

TEST_F(TmTest, UnsentBranchesReachTheFailureRoute) {
  start({{"tm.failure_exec_mode", "1"}});
  std::vector<int> codes;
  int failure = s->program->add(manifest::kFailure, "F", [&](sdk::Context& c) {
    codes.push_back(c.reply_code);
    EXPECT_EQ(s->call(c, "t_branch_timeout"), -1);
    c.set_ruri("sip:bob@192.0.2.20");
    return sdk::RouteResult{s->call(c, "t_relay"), false, false};
  });
  s->on_request = [&](sdk::Context& c) {
    s->arm(c, "t_on_failure", failure);
    c.set_ruri("sip:bob@nowhere.invalid");
    return last_rc = s->call(c, "t_relay");
  };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(last_rc, 1);
  EXPECT_TRUE(codes.empty()) << "not from within t_relay()";
  s->run_for(5);
  EXPECT_EQ(codes, std::vector<int>{478});
  EXPECT_EQ(to(kCallee).size(), 1u);
  EXPECT_TRUE(to(kCaller).empty());
}

TEST_F(TmTest, NoInternalReply) {
  start();
  s->on_request = [&](sdk::Context& c) {
    s->call(c, "t_set_disable_internal_reply", {sdk::Value::integer(1)});
    c.set_ruri("sip:bob@nowhere.invalid");
    last_rc = s->call(c, "t_relay");
    return s->call(c, "t_reply", {sdk::Value::integer(404), sdk::Value::string("Of the script")});
  };
  s->receive(request("MESSAGE"));
  EXPECT_EQ(lines(kCaller), Strings{"SIP/2.0 404 Of the script"});
}

}  // namespace
}  // namespace kukini::test
