// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Built-in commands against texts and shapes that kamailio 5.6.3 answered.
#include <gtest/gtest.h>

#include "fake_host.hpp"
#include "rpc/json.hpp"
#include "rpc/registry.hpp"
#include "sdk/log.hpp"

using namespace kukini;

namespace {
class Commands : public testing::Test {
 protected:
  Commands() { rpc::add_builtin_commands(registry, host); }
  ~Commands() override { sdk::g_debug_level = 2; }

  sdk::RpcCall run(std::string method, std::vector<sdk::RpcValue> args = {}) {
    sdk::RpcCall call;
    call.method = std::move(method);
    call.args = std::move(args);
    registry.run(call);
    return call;
  }
  std::string json(std::string method, std::vector<sdk::RpcValue> args = {}) {
    auto call = run(std::move(method), std::move(args));
    if (call.fault_code != 0) return std::to_string(call.fault_code) + " - " + call.fault_text;
    return rpc::to_json(call.replies);
  }
  FakeHost host;
  rpc::Registry registry;
};
}  // namespace

TEST_F(Commands, UnknownCommand) { EXPECT_EQ(json("no.such"), "500 - command no.such not found"); }

TEST_F(Commands, HandlerThatThrowsIsAFault) {
  registry.add("bad", "", [](sdk::RpcCall&) { throw std::runtime_error("x"); });
  EXPECT_EQ(json("bad"), "500 - Internal error: x");
}

TEST_F(Commands, Corex) {
  EXPECT_EQ(json("corex.list_sockets"),
            R"({"PROTO":"udp","NAME":"127.0.0.1","ADDRLIST":{"ADDR":"127.0.0.1"},"PORT":"5060","MCAST":"no","MHOMED":"no","VIRTUAL":"no","SOCKNAME":"-","ADVERTISE":"-"})");
  EXPECT_EQ(json("corex.list_aliases"), R"({"PROTO":"udp","ADDR":"localhost","PORT":5060})");
  sdk::g_debug_level = 2;
  EXPECT_EQ(json("corex.debug"), R"({"debug":2})");
  EXPECT_EQ(json("corex.debug", {3}), R"({"old":2,"new":3})");
  EXPECT_EQ(sdk::g_debug_level, 3);
  EXPECT_EQ(json("corex.pkg_summary", {"idx"}), "400 - Selector and value not provided");
  EXPECT_EQ(json("corex.pkg_summary", {"x", 1}), "500 - Unsupported selector");
  EXPECT_EQ(run("corex.pkg_summary", {"idx", 1}).fault_code, 0);
  EXPECT_EQ(run("corex.shm_status").fault_code, 0);
  auto names = [&](const char* command) {
    std::string out;
    auto call = run(command);
    for (const auto& [name, value] : std::get<sdk::RpcStruct>(call.replies.at(0).v)) out += name + " ";
    return out;
  };
  EXPECT_EQ(names("shm.info"), "name size ");
  EXPECT_EQ(names("shm.stats"), "total free used real_used max_used fragments ");
  EXPECT_EQ(names("shm.report"), "total_size free_size_s used_size_s real_used_s max_used_s ");
}

TEST_F(Commands, Core) {
  EXPECT_EQ(json("core.echo", {"a", 12}), R"(["a",12])");
  EXPECT_EQ(json("core.printi", {"x"}), "400 - error at parameter 0: expected integer type but record doesn't match type");
  EXPECT_EQ(json("core.ps"), R"([100,"main process - attendant",101,"udp receiver child=0 sock=127.0.0.1:5060"])");
  EXPECT_EQ(json("core.psx"), R"([{"IDX":0,"PID":100,"DSC":"main process - attendant"},{"IDX":1,"PID":101,"DSC":"udp receiver child=0 sock=127.0.0.1:5060"}])");
  EXPECT_EQ(json("core.sockets_list"), R"({"socket":{"proto":"udp","address":"127.0.0.1","port":"5060","mcast":"no","mhomed":"no","virtual":"no"}})");
  EXPECT_EQ(json("core.aliases_list"), R"({"myself_callbacks":"no","aliases":{"alias":{"proto":"udp","address":"localhost","port":5060}}})");
  EXPECT_EQ(json("core.modules"), R"(["sl","tm"])");
  EXPECT_EQ(json("core.arg"), R"(["kukini","-f","x.cfg"])");
  EXPECT_EQ(json("core.version").substr(0, 14), R"("kukini 0.1.0 )");
  EXPECT_EQ(json("core.shmmem", {"x"}), "500 - bad unit");
  auto uptime = run("core.uptime");
  EXPECT_EQ(std::get<sdk::RpcStruct>(uptime.replies.at(0).v).at(2).first, "uptime");
  EXPECT_EQ(run("core.kill").fault_code, 0);
  EXPECT_EQ(host.killed_by, 15);
}

TEST_F(Commands, System) {
  EXPECT_EQ(json("system.methodHelp"), "400 - Method Name Expected");
  EXPECT_EQ(json("system.methodHelp", {"nope"}), "400 - command not found");
  EXPECT_EQ(json("system.methodSignature", {"core.ps"}), "500 - Not Implemented Yet");
  EXPECT_NE(json("system.listMethods").find("\"core.uptime\""), std::string::npos);
}

TEST_F(Commands, CfgSetNow) {
  EXPECT_EQ(json("cfg.set_now_int", {"core", "debug", 4}), "{}");
  EXPECT_EQ(sdk::g_debug_level, 4);
  EXPECT_EQ(json("cfg.get", {"core", "debug"}), "4");
  EXPECT_EQ(json("cfg.set_now_int", {"core", "debug", "x"}), "400 - error at parameter 2: expected integer type but record doesn't match type");
  EXPECT_EQ(json("cfg.set_now_int", {"core", "debug"}), "400 - error at parameter 2: expected integer type but end of packet encountered");
  EXPECT_EQ(json("cfg.set_now_int", {"core"}), "400 - error at parameter 1: expected string type but end of packet encountered");
  EXPECT_EQ(json("cfg.set_now_int", {"core", "nope", 3}), "400 - Failed to set the variable");
  EXPECT_EQ(json("cfg.set_now_string", {"core", "debug", 4}), "400 - error at parameter 2: expected string type but record doesn't match type");
  EXPECT_EQ(json("cfg.set_now_string", {"core", "debug", "abc"}), "400 - Failed to set the variable");
  EXPECT_EQ(json("cfg.set", {"core", "debug", 2}), "{}");
  EXPECT_EQ(json("cfg.set", {"core", "debug", "xx"}), "400 - Failed to set the variable");
  EXPECT_EQ(json("cfg.get", {"core", "nope"}), "400 - Failed to get the variable");
  EXPECT_EQ(json("cfg.get", {"tm"}), R"({"fr_timer":30000})");
  EXPECT_EQ(json("cfg.get", {"nope"}), "{}");
  EXPECT_EQ(json("cfg.help", {"core", "debug"}), R"x(["debug level","(parameter type is integer)"])x");
  EXPECT_EQ(json("cfg.help", {"core", "nope"}), "400 - Failed to get the variable description");
  EXPECT_EQ(json("cfg.list", {"tm"}), R"("tm: fr_timer")");
  EXPECT_EQ(json("cfg.del", {"core", "debug"}), "400 - Wrong group syntax. Use \"group[id]\"");
}

TEST_F(Commands, CfgDelayed) {
  EXPECT_EQ(json("cfg.get", {"grp", "txt"}), R"("abc")");
  EXPECT_EQ(json("cfg.set_now_string", {"grp", "txt", "hello"}), "{}");
  EXPECT_EQ(json("cfg.get", {"grp", "txt"}), R"("hello")");
  EXPECT_EQ(json("cfg.set_now_int", {"grp", "txt", 7}), "{}");
  EXPECT_EQ(*host.text, "7");
  EXPECT_EQ(json("cfg.help", {"grp", "txt"}), R"x(["a text","(parameter type is string)"])x");
  json("cfg.reset", {"grp"});
  EXPECT_EQ(*host.text, "abc");
  EXPECT_EQ(json("cfg.set_delayed_int", {"tm", "fr_timer", 5000}), "{}");
  EXPECT_EQ(host.fr_timer, 30000);
  EXPECT_EQ(json("cfg.diff"), R"({"group name":"tm","variable name":"fr_timer","old value":30000,"new value":5000})");
  EXPECT_EQ(json("cfg.rollback"), "{}");
  EXPECT_EQ(json("cfg.diff"), "{}");
  json("cfg.set_delayed", {"tm", "fr_timer", "6000"});
  json("cfg.commit");
  EXPECT_EQ(host.fr_timer, 6000);
  json("cfg.reset", {"tm"});
  EXPECT_EQ(host.fr_timer, 30000);
}

TEST_F(Commands, Statistics) {
  EXPECT_EQ(json("stats.get_statistics"), "400 - Please provide which stats to retrieve");
  EXPECT_EQ(json("stats.get_statistics", {"core:"}), R"(["core:rcv_replies = 5000000000","core:rcv_requests = 7"])");
  EXPECT_EQ(json("stats.get_statistics", {"rcv_requests"}), R"("core:rcv_requests = 7")");
  EXPECT_EQ(json("stats.get_statistics", {"core:rcv_requests"}), "{}");
  EXPECT_EQ(json("stats.fetch", {"core:"}), R"({"core.rcv_replies":"5000000000","core.rcv_requests":"7"})");
  EXPECT_EQ(json("stats.fetch", {"nope"}), "{}");
  EXPECT_NE(json("stats.get_statistics", {"all"}).find("shmem:used_size = "), std::string::npos);
  EXPECT_EQ(json("stats.clear_statistics", {"rcv_requests"}), R"("core:rcv_requests = 7")");
  EXPECT_EQ(json("stats.get_statistics", {"rcv_requests"}), R"("core:rcv_requests = 0")");
  EXPECT_EQ(json("stats.reset_statistics"), "400 - Please provide stats name");
}
