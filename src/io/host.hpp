// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Host: the machine a server runs on, real (net) or simulated (sim): where its sockets, clock and randomness come from.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "io/clock.hpp"
#include "io/resolver.hpp"
#include "io/transport.hpp"

namespace kukini::io {

/// One `listen` as written: an address, a name or a network interface, with its ports.
struct ListenEntry {
  Protocol protocol = Protocol::none;  ///< none: every protocol that is built in
  std::string host;                    ///< "*" and "" mean every address
  std::uint16_t port = 5060;
  std::uint16_t last_port = 0;         ///< of a range; 0: only `port`
  std::string advertised_host;
  std::uint16_t advertised_port = 0;
  std::string name;
  bool is_virtual = false;
  bool only_ipv4 = false;              ///< of what `host` stands for
  std::string text;                    ///< for messages: as written
};

/// How names are resolved, as the dns_* parameters say; -1: as the system has it.
struct DnsSettings {
  bool try_ipv6 = true;
  bool try_naptr = false;
  bool srv_lb = false;           ///< servers of one priority are drawn by weight, else the heaviest comes first
  bool use_failover = true;      ///< false: only the first address found is tried
  bool use_search_list = true;
  int retr_time_s = -1, retr_no = -1, servers_no = -1;
  bool use_cache = true;
  int cache_min_ttl_s = 0, cache_max_ttl_s = -1, cache_negative_ttl_s = 60;
};

/// What a script says about sockets and names. Set once, before anything else.
struct HostSettings {
  int tos = 16;                  ///< -1: as the system has it
  int pmtu_discovery = -1;       ///< 0 fragments are allowed, 1 never, -1: as the system has it
  bool free_bind = false;        ///< addresses that the machine does not have (yet)
  bool bind_link_local = false;  ///< fe80:: addresses of interfaces as well
  int receive_buffer = 4 << 20;  ///< bytes asked of the kernel per socket
  DnsSettings dns;
};

/// What one worker owns of the outside.
class WorkerIo {
 public:
  virtual ~WorkerIo() = default;
  virtual Transport& transport() = 0;
  virtual Resolver& resolver() = 0;
  virtual Random& random() = 0;
  /// Calls what the resolver and others have completed since; from the worker's loop, after each Transport::poll().
  virtual void dispatch() = 0;
};

class Host {
 public:
  virtual ~Host() = default;
  virtual Clock& clock() = 0;
  virtual void configure(const HostSettings&) {}
  /// The sockets these entries stand for, numbered from 0; fails with a sentence naming the entry.
  virtual base::Result<std::vector<ListenSocket>> expand(std::span<const ListenEntry> entries) = 0;
  /// Addresses of all network interfaces that are up (port 0).
  virtual std::vector<Address> local_addresses() = 0;
  /// Names that these addresses have (reverse look-ups), lower case; bounded in time, empty where nothing is known.
  virtual std::vector<std::string> names_of(std::span<const Address> addresses) { return std::vector<std::string>(addresses.size()); }
  /// Sockets of worker `index` of `count`; they receive from the first poll() on.
  virtual base::Result<std::unique_ptr<WorkerIo>> open(unsigned index, unsigned count, std::span<const ListenSocket> sockets) = 0;
};

}  // namespace kukini::io
