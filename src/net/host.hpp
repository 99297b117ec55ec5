// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NetHost: the real machine as an io::Host: UDP sockets on Boost.Asio, names through c-ares, the system's clock.
#pragma once

#include <memory>
#include <string>

#include "io/host.hpp"

namespace kukini::net {

struct HostOptions {
  bool disable_tcp = true;
  int receive_buffer = 4 << 20;  ///< bytes asked of the kernel per socket
  int tos = 16;                  ///< -1: as the system has it
};

class NetHost final : public io::Host {
 public:
  explicit NetHost(HostOptions options = {});
  ~NetHost() override;
  io::Clock& clock() override;
  base::Result<std::vector<io::ListenSocket>> expand(std::span<const io::ListenEntry> entries) override;
  std::vector<io::Address> local_addresses() override;
  base::Result<std::unique_ptr<io::WorkerIo>> open(unsigned index, unsigned count, std::span<const io::ListenSocket> sockets) override;

 private:
  HostOptions options_;
  std::unique_ptr<io::Clock> clock_;
};

}  // namespace kukini::net
