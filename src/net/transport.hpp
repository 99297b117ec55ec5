// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NetTransport: the sockets of one worker on its own Asio io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <unordered_map>
#include <vector>

#include "io/transport.hpp"
#include "net/udp_socket.hpp"

namespace kukini::net {

/// Asio only says which sockets are readable; datagrams are read and written in batches from poll() and flush().
class NetTransport final : public io::Transport {
 public:
  explicit NetTransport(std::span<const io::ListenSocket> sockets) : sockets_(sockets.begin(), sockets.end()) {}
  /// `probe` as of UdpSocket::open.
  base::Result<> open(const SocketOptions& options, bool probe);

  std::span<const io::Received> poll(int max_wait_ms) override;
  void gather(unsigned us) override;
  std::uint32_t pin(const io::Received& message) override;
  void unpin(std::uint32_t pinned) override;
  bool send(const io::Flow& to, std::string_view bytes) override;
  std::span<char> reserve(std::size_t bytes) override;
  bool commit(const io::Flow& to, std::size_t bytes) override;
  void flush() override;
  void wake() override;
  io::Address local_address_for(std::uint16_t socket, const io::Address& remote) override;
  io::Address route_to(const io::Address& remote) override;

  boost::asio::io_context& context() { return context_; }

 private:
  struct Bound {
    Bound(boost::asio::io_context& context, std::unique_ptr<UdpSocket> s) : socket(std::move(s)), readiness(context, socket->fd()) {}
    ~Bound() { readiness.release(); }
    std::unique_ptr<UdpSocket> socket;
    boost::asio::posix::stream_descriptor readiness;
    bool readable = false, waiting = false;
  };
  void await(Bound& bound);
  void receive();

  boost::asio::io_context context_{1};
  std::vector<io::ListenSocket> sockets_;
  std::vector<std::unique_ptr<Bound>> bound_;      ///< by ListenSocket::id
  std::vector<std::unique_ptr<Slab>> slabs_;
  std::uint32_t slab_ = 0;                         ///< the one of the current batch
  std::vector<io::Received> batch_;
  std::vector<char> out_;
  std::size_t out_used_ = 0;
  std::vector<Outgoing> queue_;
  std::unordered_map<io::Address, io::Address> local_for_;  ///< remote (port 0) to the address the kernel would send from
};

}  // namespace kukini::net
