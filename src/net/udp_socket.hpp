// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// UdpSocket: one worker's socket for one listen entry, received from and sent to in batches.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "io/transport.hpp"

namespace kukini::net {

/// Receive buffers of one batch. Pages are touched only as datagrams need them.
struct Slab {
  static constexpr unsigned kDatagrams = 32;
  static constexpr std::size_t kBytes = 65536;  ///< more than any UDP datagram
  Slab();
  ~Slab();
  Slab(const Slab&) = delete;
  char* at(unsigned i) { return bytes + i * kBytes; }
  char* bytes;
  unsigned pins = 0;
};

struct SocketOptions {
  int receive_buffer = 4 << 20;
  int tos = -1;             ///< -1: as the system has it
  int pmtu_discovery = -1;  ///< 0 fragments are allowed, 1 never, -1: as the system has it
  bool free_bind = false;
};

/// A datagram waiting to be sent; bytes lie in the transport's send buffer.
struct Outgoing {
  io::Address remote, local;
  std::uint16_t socket;
  std::uint32_t offset, length;
};

class UdpSocket {
 public:
  /// Fails with a sentence naming the socket; with `probe` also when another process shares the address.
  static base::Result<std::unique_ptr<UdpSocket>> open(const io::ListenSocket& socket, const SocketOptions& options, bool probe);
  ~UdpSocket();
  UdpSocket(const UdpSocket&) = delete;

  int fd() const { return fd_; }
  /// Appends what has arrived, at most as many as `slab` has left after `used`. Returns how many.
  unsigned receive(Slab& slab, unsigned used, std::vector<io::Received>& out);
  /// Sends these in order; returns how many could not be sent.
  unsigned send(std::span<const Outgoing> batch, const char* bytes);

 private:
  UdpSocket(int fd, const io::ListenSocket& socket) : fd_(fd), id_(socket.id), address_(socket.address), wildcard_(socket.address.is_wildcard()) {}

  int fd_;
  std::uint16_t id_;
  io::Address address_;
  bool wildcard_;
};

}  // namespace kukini::net
