// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Destinations, sets and snapshots: what a list file becomes. Immutable but for Live and SetLive, which survive reloads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "io/flow.hpp"
#include "state.hpp"

namespace kukini::modules::dispatcher {

/// Ping round trips in milliseconds. Written by the worker that probes, read by anyone.
struct Latency {
  std::atomic<std::int64_t> count{0}, timeouts{0}, max{0};
  std::atomic<double> average{0}, squares{0}, estimate{0};

  void start_at(double ms);
  void add(double ms, double alpha);
  double deviation() const;
};

/// What changes of a destination while the server runs; one per (set, URI), shared by the snapshots that have it.
struct Live {
  std::atomic<std::uint32_t> state{0};
  std::atomic<std::int32_t> counter{0};  ///< failures while trying, successes while inactive
  std::atomic<std::int64_t> load{0};     ///< calls (algorithm 10)
  Latency latency;
  std::uint32_t file_state = 0;          ///< of the flags column it was made from; control thread only

  struct OverloadControl {
    std::atomic<std::int64_t> rate{0}, seconds{0}, microseconds{0};
    std::atomic<std::int64_t> sequence{0};
  } overload;

  /// Addresses a host name stands for. Null until resolved.
  using Addresses = std::vector<io::Address>;
  const Addresses* addresses() const { return addresses_.load(std::memory_order_acquire); }
  void set_addresses(Addresses found);  ///< earlier lists are kept: readers may hold them

 private:
  std::atomic<const Addresses*> addresses_{nullptr};
  std::mutex mutex_;
  std::vector<std::unique_ptr<const Addresses>> kept_;
};

struct Attributes {
  std::string body;  ///< as written, without quotes
  std::string duid, socket, sockname, ping_from, obproxy;
  int weight = 0, rweight = 0, maxload = 0, latency = 0, cc = 0, ocmin = 0, ocmax = 0, ocrate = 0;
};

struct Destination {
  std::string uri;
  int set = 0;
  int priority = 0;
  Attributes attrs;
  std::uint32_t flags = 0;  ///< of the flags column
  int socket = -1;          ///< ListenSocket::id of attrs.socket or attrs.sockname
  // Of the URI:
  std::string host;         ///< without brackets
  std::uint16_t port = 0;   ///< 0: not given
  io::Protocol protocol = io::Protocol::udp;
  bool protocol_given = false;
  io::Address address;      ///< of literal hosts; family none for names
  std::shared_ptr<Live> live;

  std::uint32_t state() const { return live->state.load(std::memory_order_relaxed); }
  bool usable() const { return !is_unusable(state()); }
};

/// Counters of a set; survive reloads.
struct SetLive {
  std::atomic<std::uint32_t> round_robin{0};
  std::atomic<std::uint32_t> weighted{0};
};

struct Set {
  int id = 0;
  std::vector<Destination> destinations;  ///< highest priority first; of one priority, the last of the file first
  std::vector<std::uint16_t> slots;       ///< weighted distribution: 100 indexes; empty where no weight is set
  std::shared_ptr<SetLive> live;
};

struct Snapshot {
  std::vector<Set> sets;  ///< by id
  const Set* find(int id) const;
  const Destination* find(int id, std::string_view uri) const;
  std::size_t size() const;
};

/// Fills Set::slots and the order of the destinations.
void finish_set(Set& set);

}  // namespace kukini::modules::dispatcher
