// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A virtual network with a virtual clock: one seed, one history. Runs a server's workers and test endpoints in one thread.
//
//   sim::Network net(42);
//   net.set_link({.delay_ms = 5, .jitter_ms = 20, .loss = 0.1, .duplicate = 0.02});
//   auto host = net.add_host("192.0.2.1");           // an io::Host: core::Server server(*host, options)
//   auto& phone = net.add_endpoint("192.0.2.7", 5060, [&](sim::Endpoint& self, const sim::Packet& p) { self.send(p.from, "…"); });
//   net.attach([&] { return server.step(); }, [&] { return server.next_due(); });
//   phone.send(server_address, "INVITE …");
//   net.run_for(32'000);                             // milliseconds of virtual time
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/host.hpp"

namespace kukini::sim {

/// A datagram on its way. Text lives as long as the call that shows it.
struct Packet {
  io::Address from, to;
  std::string_view bytes;
};

/// What a link does to datagrams. Probabilities from 0 to 1.
struct Link {
  unsigned delay_ms = 1;
  unsigned jitter_ms = 0;   ///< up to this much is added: what reorders
  double loss = 0;
  double duplicate = 0;
  bool cut = false;         ///< partition: nothing passes
};

enum class Fate : std::uint8_t { sent, delivered, lost, duplicated, cut, nobody };
struct TraceEntry {
  std::uint64_t at_ms;
  Fate fate;
  io::Address from, to;
  std::string bytes;
};

class Network;

/// A party of a test at one address, driven by callbacks.
class Endpoint {
 public:
  using OnPacket = std::function<void(Endpoint&, const Packet&)>;
  const io::Address& address() const { return address_; }
  void send(const io::Address& to, std::string_view bytes);
  /// Calls `task` after a time of the virtual clock.
  void after(unsigned ms, std::function<void()> task);
  /// A crashed endpoint neither receives nor sends, and its tasks do not run; revive() ends that.
  void crash() { alive_ = false; }
  void revive() { alive_ = true; }
  bool alive() const { return alive_; }
  Network& network() { return *network_; }
  OnPacket on_packet;

 private:
  friend class Network;
  Network* network_ = nullptr;
  io::Address address_;
  bool alive_ = true;
};

class Network {
 public:
  explicit Network(std::uint64_t seed);
  Network(const Network&) = delete;
  ~Network();

  /// A machine for a core::Server. Several addresses make a multi-homed one. Lives as long as the network.
  io::Host* add_host(std::vector<std::string> addresses);
  io::Host* add_host(std::string address) { return add_host(std::vector<std::string>{std::move(address)}); }
  Endpoint& add_endpoint(std::string_view ip, std::uint16_t port, Endpoint::OnPacket on_packet);

  /// What is run in turn: `step` does what can be done now and says whether it did anything, `next_due` when it has a timer due.
  void attach(std::function<bool()> step, std::function<std::uint64_t()> next_due);
  void detach_all() { steppers_.clear(); }

  void set_link(const Link& link) { default_link_ = link; }
  /// For datagrams from one IP to another (ports aside), in that direction only.
  void set_link(const io::Address& from, const io::Address& to, const Link& link);
  void partition(const io::Address& a, const io::Address& b, bool on);

  /// Names for the resolver; an answer comes after `delay_ms`. Without an entry a name does not resolve.
  void add_name(std::string name, std::vector<io::Resolved> answers);
  void set_resolver_delay(unsigned ms) { resolver_delay_ms_ = ms; }

  /// Runs until virtual time has advanced by `ms`.
  void run_for(std::uint64_t ms);
  /// Runs until `done` holds; false when `max_ms` passed before.
  bool run_until(const std::function<bool()>& done, std::uint64_t max_ms);
  /// Jumps the wall clock (not the steady one).
  void jump_wall(std::int64_t ms) { wall_offset_us_ += ms * 1000; }
  /// Jumps the steady clock, as after a suspended machine: everything due in between is late.
  void jump(std::uint64_t ms) { now_ms_ += ms; }
  std::uint64_t now_ms() const { return now_ms_; }
  std::int64_t wall_us() const;

  std::uint64_t random();
  bool chance(double p);

  /// Everything that was sent, in order; kept only while on.
  void keep_trace(bool on) { tracing_ = on; }
  const std::vector<TraceEntry>& trace() const { return trace_; }
  /// A digest over every event so far: the same seed and test give the same number.
  std::uint64_t digest() const { return digest_; }

  struct Counts {
    std::uint64_t sent = 0, delivered = 0, lost = 0, duplicated = 0, cut = 0, nobody = 0;
  };
  const Counts& counts() const { return counts_; }

  /// Received datagrams that a server keeps beyond its turn.
  std::int64_t pinned() const { return pinned_; }

  // For hosts and endpoints.
  void inject(const io::Address& from, const io::Address& to, std::string_view bytes);
  void at(std::uint64_t due_ms, std::function<void()> task);

 private:
  friend class SimHost;
  friend class SimWorkerIo;
  struct Event {
    std::uint64_t due_ms, order;
    std::function<void()> task;
    bool operator<(const Event& o) const { return due_ms != o.due_ms ? due_ms > o.due_ms : order > o.order; }
  };
  using Receiver = std::function<bool(const io::Address& from, const io::Address& to, std::string_view bytes)>;
  struct Stepper {
    std::function<bool()> step;
    std::function<std::uint64_t()> next_due;
  };
  void deliver(const io::Address& from, const io::Address& to, const std::string& bytes);
  void record(Fate fate, const io::Address& from, const io::Address& to, std::string_view bytes);
  bool run_ready();
  std::uint64_t next_event() const;

  std::uint64_t random_state_;
  std::uint64_t now_ms_ = 1000;
  std::int64_t wall_offset_us_ = 0;
  std::uint64_t order_ = 0;
  std::vector<Event> events_;  ///< a heap
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::vector<std::unique_ptr<io::Host>> hosts_;
  std::vector<Receiver> receivers_;
  std::vector<Stepper> steppers_;
  Link default_link_;
  std::map<std::pair<io::Address, io::Address>, Link> links_;
  std::map<std::string, std::vector<io::Resolved>, std::less<>> names_;
  unsigned resolver_delay_ms_ = 10;
  bool tracing_ = false;
  std::vector<TraceEntry> trace_;
  std::uint64_t digest_ = 0xcbf29ce484222325ull;
  Counts counts_;
  std::int64_t pinned_ = 0;
};

}  // namespace kukini::sim
