// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NetResolver: RFC 3263 look-ups through c-ares on a worker's io_context.
#pragma once

#include <ares.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "io/resolver.hpp"

namespace kukini::net {

/// A name with a port: A and AAAA. Without one: SRV of the protocol (UDP where none is asked for), then A and AAAA at 5060.
class NetResolver final : public io::Resolver {
 public:
  explicit NetResolver(boost::asio::io_context& context);
  ~NetResolver() override;
  void resolve(io::ResolveRequest request, std::function<void(std::vector<io::Resolved>)> done) override;
  /// Calls the `done` of all look-ups that have ended.
  void dispatch();

 private:
  struct Lookup;
  struct Watch;
  void find_servers(std::shared_ptr<Lookup> lookup);
  void find_addresses(std::shared_ptr<Lookup> lookup);
  void finish(Lookup& lookup);
  void watch(ares_socket_t fd, bool read, bool write);
  void wait(const std::shared_ptr<Watch>& watch);
  void arm_timer();

  boost::asio::io_context& context_;
  boost::asio::steady_timer timer_;
  ares_channel channel_ = nullptr;
  std::map<ares_socket_t, std::shared_ptr<Watch>> watches_;
  std::deque<std::function<void()>> ended_;
};

}  // namespace kukini::net
