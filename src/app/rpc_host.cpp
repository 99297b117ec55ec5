// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Threads from /proc, everything else from the server.
#include "app/rpc_host.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"

namespace kukini::app {

RpcHost::RpcHost(core::Server& server, std::vector<std::string> arguments, std::vector<std::string> defines)
    : server_(server), arguments_(std::move(arguments)), defines_(std::move(defines)) {}

std::string RpcHost::version() { return KUKINI_VERSION; }

std::vector<rpc::ProcessInfo> RpcHost::processes() {
  std::vector<rpc::ProcessInfo> found;
  std::error_code ignored;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    int tid = base::to_number<int>(task.path().filename().string()).value_or(0);
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    rpc::ProcessInfo p{tid, -1, name};
    if (tid == getpid()) {
      p.rank = 0;
      p.description = "main thread - attendant";
    } else if (name.starts_with("kukini-")) {
      p.rank = base::to_number<int>(std::string_view(name).substr(7)).value_or(0) + 1;
      p.description = "worker index=" + name.substr(7);
    }
    found.push_back(std::move(p));
  }
  auto order = [](const rpc::ProcessInfo& p) { return std::pair(p.rank < 0 ? 1 << 20 : p.rank, p.pid); };
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  return found;
}

std::vector<rpc::SocketInfo> RpcHost::sockets() {
  std::vector<rpc::SocketInfo> out;
  for (const auto& s : server_.sockets()) {
    rpc::SocketInfo i;
    i.protocol = io::to_string(s.protocol);
    i.address = s.address.ip(true);
    i.port = s.address.port;
    if (!s.advertised_host.empty())
      i.advertise = s.advertised_host + ":" + std::to_string(s.advertised_port != 0 ? s.advertised_port : s.address.port);
    i.name = s.name;
    i.is_virtual = s.is_virtual;
    out.push_back(std::move(i));
  }
  return out;
}

std::vector<rpc::AliasInfo> RpcHost::aliases() {
  std::vector<rpc::AliasInfo> out;
  for (const auto& a : server_.aliases()) out.push_back({a.protocol == io::Protocol::none ? "*" : std::string(io::to_string(a.protocol)), a.host, a.port});
  return out;
}

std::vector<rpc::StatisticInfo> RpcHost::statistics() {
  std::vector<rpc::StatisticInfo> out;
  for (const auto& s : server_.statistics()) out.push_back({s.group, s.name, server_.statistic(s.group, s.name).value_or(0)});
  return out;
}

std::vector<rpc::RuntimeInt> RpcHost::runtime_ints() {
  std::vector<rpc::RuntimeInt> out;
  for (const auto& v : server_.runtime_variables())
    out.push_back({v.group, v.name, v.brief, v.value, v.text, [this, group = v.group, name = v.name](std::string_view text) {
                     server_.set_runtime_text(group, name, text);
                   }});
  return out;
}

void RpcHost::terminate(int signal) { kill(getpid(), signal); }

}  // namespace kukini::app
