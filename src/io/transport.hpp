// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Transport: how one worker receives and sends datagrams and framed messages.
#pragma once

#include <span>
#include <string_view>

#include "io/flow.hpp"

namespace kukini::io {

/// One received message. `bytes` is valid until the next poll().
struct Received {
  std::string_view bytes;
  Flow flow;
};

/// Owned and used by one worker; only wake() may be called from another thread.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Waits at most `max_wait_ms` (0: does not wait) for input or wake(), and returns a batch of what arrived.
  virtual std::span<const Received> poll(int max_wait_ms) = 0;

  /// Lets about `us` microseconds pass in which input collects; neither input nor wake() ends it.
  virtual void gather(unsigned /*us*/) {}

  /// Keeps the bytes of one message of the current batch valid beyond the next poll(), until unpin() with the value returned.
  virtual std::uint32_t pin(const Received& message) = 0;
  virtual void unpin(std::uint32_t pinned) = 0;

  /// Queues `bytes` for `to`; they are copied. False when it cannot be sent at all (no such socket, queue full).
  virtual bool send(const Flow& to, std::string_view bytes) = 0;

  /// A buffer of at least `bytes` to encode the next message into, followed by commit(). Saves a copy against send().
  virtual std::span<char> reserve(std::size_t bytes) = 0;
  virtual bool commit(const Flow& to, std::size_t bytes) = 0;

  /// Hands everything queued to the network.
  virtual void flush() = 0;

  /// Ends a poll() that waits. Any thread.
  virtual void wake() = 0;

  /// The local address that a datagram to `remote` from wildcard socket `socket` would leave from (cached).
  virtual Address local_address_for(std::uint16_t socket, const Address& remote) = 0;
  /// The address that the machine would send to `remote` from (cached), port 0; family none where it does not tell.
  virtual Address route_to(const Address& /*remote*/) { return {}; }
};

}  // namespace kukini::io
