// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Resolver: host names to addresses, without blocking.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "io/flow.hpp"

namespace kukini::io {

struct Resolved {
  Protocol protocol = Protocol::udp;
  Address address;
};

struct ResolveRequest {
  std::string host;
  std::uint16_t port = 0;               ///< 0: not given, SRV applies
  Protocol protocol = Protocol::none;   ///< none: not given, NAPTR/SRV may choose
  bool secure = false;                  ///< sips:
};

/// Owned and used by one worker. RFC 3263 order: what comes first is tried first.
class Resolver {
 public:
  virtual ~Resolver() = default;
  /// Calls `done` later from the worker's own loop, never from inside this call; an empty list means it could not be resolved.
  virtual void resolve(ResolveRequest request, std::function<void(std::vector<Resolved>)> done) = 0;
};

}  // namespace kukini::io
