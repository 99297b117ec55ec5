// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// UdpBatch: one UDP socket that receives and sends in batches.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kukini::load {

class UdpBatch {
 public:
  static constexpr unsigned kBatch = 64;
  static constexpr std::size_t kMaxBytes = 4096;

  /// Binds to ip:port (port 0: any). Throws std::runtime_error with the reason.
  UdpBatch(const std::string& ip, std::uint16_t port);
  ~UdpBatch();
  UdpBatch(const UdpBatch&) = delete;

  /// Datagrams that have arrived, at most kBatch; valid until the next call.
  struct Datagram {
    std::string_view bytes;
    sockaddr_in from;
  };
  const std::vector<Datagram>& receive();

  /// A buffer of kMaxBytes for the next datagram, then queued() with its length.
  char* next_buffer() { return out_[queued_].data(); }
  void queued(std::size_t bytes, const sockaddr_in& to);
  void flush();

  std::uint16_t port() const { return port_; }
  int fd() const { return fd_; }
  std::uint64_t sent() const { return sent_; }
  std::uint64_t unsent() const { return unsent_; }

 private:
  int fd_ = -1;
  std::uint16_t port_ = 0;
  unsigned queued_ = 0;
  std::uint64_t sent_ = 0, unsent_ = 0;
  std::array<std::array<char, kMaxBytes>, kBatch> in_, out_;
  std::array<sockaddr_in, kBatch> from_, to_;
  std::array<iovec, kBatch> in_iov_, out_iov_;
  std::array<mmsghdr, kBatch> in_msgs_, out_msgs_;
  std::vector<Datagram> datagrams_;
};

}  // namespace kukini::load
