// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// FakeHost: a server that exists only for its control commands.
#pragma once

#include <deque>
#include <map>

#include "rpc/host.hpp"

struct FakeHost : kukini::rpc::Host {
  std::string version() override { return "0.1.0"; }
  std::int64_t start_time() override { return 1700000000; }
  std::vector<kukini::rpc::ProcessInfo> processes() override {
    return {{100, 0, "main process - attendant"}, {101, 1, "udp receiver child=0 sock=127.0.0.1:5060"}};
  }
  std::vector<kukini::rpc::SocketInfo> sockets() override { return {{"udp", "127.0.0.1", 5060, "", "", false, false, false}}; }
  std::vector<kukini::rpc::AliasInfo> aliases() override { return {{"udp", "localhost", 5060}}; }
  std::vector<std::string> arguments() override { return {"kukini", "-f", "x.cfg"}; }
  std::vector<std::string> modules() override { return {"tm", "sl"}; }
  std::vector<std::string> defines() override { return {"MOD_tm"}; }
  std::vector<kukini::rpc::StatisticInfo> statistics() override {
    std::vector<kukini::rpc::StatisticInfo> all;
    for (auto& [name, value] : counters) all.push_back({"core", name, value});
    all.push_back({"tcp", "established", 3});
    return all;
  }
  void reset_statistic(std::string_view group, std::string_view name) override {
    if (group == "core") counters[std::string(name)] = 0;
  }
  std::vector<kukini::rpc::RuntimeInt> runtime_ints() override { 
    return {{"tm", "fr_timer", "final response timer", &fr_timer},
            {"grp", "txt", "a text", &fr_timer, &text, [this](std::string_view s) { text.store(&texts.emplace_back(s)); }}};
  }
  void terminate(int signal) override { killed_by = signal; }

  std::map<std::string, std::int64_t> counters{{"rcv_requests", 7}, {"rcv_replies", 5000000000}};
  std::atomic<std::int64_t> fr_timer{30000};
  std::deque<std::string> texts{"abc"};
  std::atomic<const std::string*> text{&texts.front()};
  int killed_by = 0;
};
