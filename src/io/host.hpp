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
  std::string text;                    ///< for messages: as written
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
  /// The sockets these entries stand for, numbered from 0; fails with a sentence naming the entry.
  virtual base::Result<std::vector<ListenSocket>> expand(std::span<const ListenEntry> entries) = 0;
  /// Addresses of all network interfaces that are up (port 0).
  virtual std::vector<Address> local_addresses() = 0;
  /// Sockets of worker `index` of `count`; they receive from the first poll() on.
  virtual base::Result<std::unique_ptr<WorkerIo>> open(unsigned index, unsigned count, std::span<const ListenSocket> sockets) = 0;
};

}  // namespace kukini::io
