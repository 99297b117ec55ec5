// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// SimHost: a machine on the virtual network, as core::Server sees it.
#pragma once

#include <string>
#include <vector>

#include "sim/network.hpp"

namespace kukini::sim {

class SimHost final : public io::Host {
 public:
  SimHost(Network& network, std::vector<std::string> addresses);
  io::Clock& clock() override { return clock_; }
  base::Result<std::vector<io::ListenSocket>> expand(std::span<const io::ListenEntry> entries) override;
  std::vector<io::Address> local_addresses() override { return addresses_; }
  base::Result<std::unique_ptr<io::WorkerIo>> open(unsigned index, unsigned count, std::span<const io::ListenSocket> sockets) override;

 private:
  struct SimClock final : io::Clock {
    explicit SimClock(Network& n) : network(n) {}
    std::uint64_t now_ms() const override { return network.now_ms(); }
    std::int64_t wall_us() const override { return network.wall_us(); }
    Network& network;
  };
  Network& network_;
  std::vector<io::Address> addresses_;
  SimClock clock_;
};

}  // namespace kukini::sim
