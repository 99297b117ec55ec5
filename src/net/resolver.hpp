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
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/host.hpp"

namespace kukini::net {

/// A name with a port: A and AAAA. Without one: NAPTR where dns_try_naptr asks for it (UDP services only), SRV of the protocol (UDP
/// where none is asked for), then A and AAAA at 5060. Answers are kept for their time to live, at most kMaxCached of them.
class NetResolver final : public io::Resolver {
 public:
  NetResolver(boost::asio::io_context& context, const io::DnsSettings& settings);
  ~NetResolver() override;
  /// Asks these in place of the system's name servers: "127.0.0.1:5353,…". False when malformed.
  bool use_servers(const std::string& addresses) { return channel_ != nullptr && ares_set_servers_ports_csv(channel_, addresses.c_str()) == ARES_SUCCESS; }
  void resolve(io::ResolveRequest request, std::function<void(std::vector<io::Resolved>)> done) override;
  /// Calls the `done` of all look-ups that have ended.
  void dispatch();

 private:
  static constexpr std::size_t kMaxCached = 4096;
  struct Target;
  struct Lookup;
  struct Watch;
  struct Cached {
    std::vector<Target> targets;
    std::uint64_t expires_ms = 0;
  };
  void find_naptr(std::shared_ptr<Lookup> lookup);
  void find_servers(std::shared_ptr<Lookup> lookup, std::string name);
  void find_addresses(std::shared_ptr<Lookup> lookup);
  void finish(Lookup& lookup);
  void keep(const Lookup& lookup);
  /// In the order they are to be tried.
  std::vector<io::Resolved> in_order(const io::ResolveRequest& request, const std::vector<Target>& targets);
  void watch(ares_socket_t fd, bool read, bool write);
  void wait(const std::shared_ptr<Watch>& watch);
  void arm_timer();

  io::DnsSettings settings_;
  std::unordered_map<std::string, Cached> cache_;
  std::minstd_rand draw_;
  boost::asio::io_context& context_;
  boost::asio::steady_timer timer_;
  ares_channel channel_ = nullptr;
  std::map<ares_socket_t, std::shared_ptr<Watch>> watches_;
  std::deque<std::function<void()>> ended_;
};

}  // namespace kukini::net
