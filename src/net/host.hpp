// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NetHost: the real machine as an io::Host: UDP sockets on Boost.Asio, names through c-ares, the system's clock.
#pragma once

#include <memory>
#include <string>

#include "io/host.hpp"

namespace kukini::net {

class NetHost final : public io::Host {
 public:
  NetHost();
  ~NetHost() override;
  io::Clock& clock() override;
  void configure(const io::HostSettings& settings) override { settings_ = settings; }
  base::Result<std::vector<io::ListenSocket>> expand(std::span<const io::ListenEntry> entries) override;
  std::vector<io::Address> local_addresses() override;
  std::vector<std::string> names_of(std::span<const io::Address> addresses) override;
  base::Result<std::unique_ptr<io::WorkerIo>> open(unsigned index, unsigned count, std::span<const io::ListenSocket> sockets) override;

 private:
  io::HostSettings settings_;
  std::unique_ptr<io::Clock> clock_;
};

}  // namespace kukini::net
