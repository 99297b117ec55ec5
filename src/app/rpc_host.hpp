// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RpcHost: what the control commands may ask of the running daemon.
#pragma once

#include <ctime>

#include "core/server.hpp"
#include "rpc/host.hpp"

namespace kukini::app {

class RpcHost final : public rpc::Host {
 public:
  RpcHost(core::Server& server, std::vector<std::string> arguments, std::vector<std::string> defines);

  std::string version() override;
  std::int64_t start_time() override { return start_time_; }
  std::vector<rpc::ProcessInfo> processes() override;
  std::vector<rpc::SocketInfo> sockets() override;
  std::vector<rpc::AliasInfo> aliases() override;
  std::vector<std::string> arguments() override { return arguments_; }
  std::vector<std::string> modules() override { return server_.modules(); }
  std::vector<std::string> defines() override { return defines_; }
  std::vector<rpc::StatisticInfo> statistics() override;
  void reset_statistic(std::string_view group, std::string_view name) override { server_.clear_statistic(group, name); }
  std::vector<rpc::RuntimeInt> runtime_ints() override;
  void terminate(int signal) override;

 private:
  core::Server& server_;
  std::vector<std::string> arguments_, defines_;
  std::int64_t start_time_ = std::time(nullptr);
};

}  // namespace kukini::app
