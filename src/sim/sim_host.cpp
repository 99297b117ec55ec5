// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Transport, resolver and randomness of one simulated worker.
#include "sim/sim_host.hpp"

#include <algorithm>
#include <deque>

namespace kukini::sim {

namespace {

std::uint64_t mix(std::uint64_t v) {
  v = (v ^ (v >> 33)) * 0xff51afd7ed558ccdull;
  return v ^ (v >> 29);
}

}  // namespace

class SimWorkerIo final : public io::WorkerIo, private io::Transport, private io::Resolver, private io::Random {
 public:
  SimWorkerIo(Network& network, unsigned index, unsigned count, std::vector<io::Address> addresses, std::span<const io::ListenSocket> sockets)
      : network_(network), addresses_(std::move(addresses)), sockets_(sockets.begin(), sockets.end()) {
    // As SO_REUSEPORT does: the sender decides which of the workers' sockets gets the datagram.
    network_.receivers_.push_back([this, index, count](const io::Address& from, const io::Address& to, std::string_view bytes) {
      return mix(from.hash()) % count == index && take(from, to, bytes);
    });
  }

  io::Transport& transport() override { return *this; }
  io::Resolver& resolver() override { return *this; }
  io::Random& random() override { return *this; }

  void dispatch() override {
    while (!resolved_.empty()) {
      auto task = std::move(resolved_.front());
      resolved_.pop_front();
      task();
    }
  }

  std::span<const io::Received> poll(int) override {
    if (pins_ == 0) kept_.clear();
    batch_.clear();
    while (!arrived_.empty()) {
      kept_.push_back(std::move(arrived_.front()));
      arrived_.pop_front();
      batch_.push_back({kept_.back().bytes, kept_.back().flow});
    }
    return batch_;
  }
  std::uint32_t pin(const io::Received&) override {
    ++network_.pinned_;
    return ++pins_;
  }
  void unpin(std::uint32_t) override {
    --network_.pinned_;
    --pins_;
  }

  bool send(const io::Flow& to, std::string_view bytes) override {
    if (to.socket >= sockets_.size()) return false;
    io::Address from = to.local.family != io::Family::none ? to.local : local_address_for(to.socket, to.remote);
    from.port = sockets_[to.socket].address.port;
    network_.inject(from, to.remote, bytes);
    return true;
  }
  std::span<char> reserve(std::size_t bytes) override {
    out_.resize(std::max(out_.size(), bytes));
    return out_;
  }
  bool commit(const io::Flow& to, std::size_t bytes) override { return send(to, {out_.data(), bytes}); }
  void flush() override {}
  void wake() override {}

  io::Address local_address_for(std::uint16_t socket, const io::Address& remote) override {
    const auto& bound = sockets_[socket].address;
    if (!bound.is_wildcard()) return bound;
    for (auto a : addresses_)
      if (a.family == remote.family) {
        a.port = bound.port;
        return a;
      }
    return bound;
  }

  void resolve(io::ResolveRequest request, std::function<void(std::vector<io::Resolved>)> done) override {
    std::vector<io::Resolved> answers;
    if (auto found = network_.names_.find(request.host); found != network_.names_.end()) answers = found->second;
    for (auto& a : answers)
      if (a.address.port == 0) a.address.port = request.port != 0 ? request.port : 5060;
    network_.at(network_.now_ms() + network_.resolver_delay_ms_, [this, answers = std::move(answers), done = std::move(done)] {
      resolved_.push_back([answers, done] { done(answers); });
    });
  }

  std::uint64_t next() override { return network_.random(); }

 private:
  struct Kept {
    std::string bytes;
    io::Flow flow;
  };

  bool take(const io::Address& from, const io::Address& to, std::string_view bytes) {
    for (const auto& s : sockets_) {
      if (s.is_virtual || s.address.port != to.port || s.address.family != to.family) continue;
      bool ours = s.address == to || (s.address.is_wildcard() && std::any_of(addresses_.begin(), addresses_.end(),
                                                                              [&](const io::Address& a) { return a.same_ip(to); }));
      if (!ours) continue;
      io::Flow flow;
      flow.protocol = s.protocol;
      flow.socket = s.id;
      flow.local = to;
      flow.remote = from;
      arrived_.push_back({std::string(bytes), flow});
      return true;
    }
    return false;
  }

  Network& network_;
  std::vector<io::Address> addresses_;
  std::vector<io::ListenSocket> sockets_;
  std::deque<Kept> arrived_, kept_;
  std::deque<std::function<void()>> resolved_;
  std::vector<io::Received> batch_;
  std::vector<char> out_;
  unsigned pins_ = 0;
};

SimHost::SimHost(Network& network, std::vector<std::string> addresses) : network_(network), clock_(network) {
  for (const auto& text : addresses)
    if (auto a = io::Address::parse(text)) addresses_.push_back(*a);
}

base::Result<std::vector<io::ListenSocket>> SimHost::expand(std::span<const io::ListenEntry> entries) {
  std::vector<io::ListenSocket> sockets;
  for (const auto& e : entries) {
    if (e.protocol != io::Protocol::udp && e.protocol != io::Protocol::none)
      return base::Error{"listen " + e.text + ": the simulated network carries UDP only"};
    std::vector<io::Address> hosts;
    if (e.host.empty() || e.host == "*")
      hosts = addresses_;
    else if (auto a = io::Address::parse(e.host))
      hosts.push_back(*a);
    else
      return base::Error{"listen " + e.text + ": '" + e.host + "' is no address; names and interfaces are not simulated"};
    for (auto a : hosts) {
      for (unsigned port = e.port; port <= std::max(e.port, e.last_port); ++port) {
        io::ListenSocket s;
        s.id = static_cast<std::uint16_t>(sockets.size());
        s.address = a;
        s.address.port = static_cast<std::uint16_t>(port);
        s.advertised_host = e.advertised_host;
        s.advertised_port = e.advertised_port;
        s.name = e.name;
        s.is_virtual = e.is_virtual;
        sockets.push_back(std::move(s));
      }
    }
  }
  return sockets;
}

base::Result<std::unique_ptr<io::WorkerIo>> SimHost::open(unsigned index, unsigned count, std::span<const io::ListenSocket> sockets) {
  return std::unique_ptr<io::WorkerIo>(std::make_unique<SimWorkerIo>(network_, index, count, addresses_, sockets));
}

}  // namespace kukini::sim
