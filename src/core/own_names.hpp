// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// OwnNames: what is "us": sockets, local addresses, aliases. Immutable once the server runs; shared by all workers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/flow.hpp"

namespace kukini::core {

struct Alias {
  std::string host;  ///< lower case, IPv6 without brackets
  std::uint16_t port = 0;  ///< 0: any
  io::Protocol protocol = io::Protocol::none;  ///< none: any
  bool subdomains = false;  ///< "x.host" is meant as well
};

class OwnNames {
 public:
  OwnNames(std::vector<io::ListenSocket> sockets, std::vector<io::Address> interfaces, std::vector<Alias> aliases);

  std::span<const io::ListenSocket> sockets() const { return sockets_; }
  /// The socket's address as it stands in Via: IPv6 in brackets.
  std::string_view host_text(std::uint16_t socket) const { return host_texts_[socket]; }
  std::span<const Alias> aliases() const { return aliases_; }
  /// Before the workers run.
  void add(Alias alias) { aliases_.push_back(std::move(alias)); }
  /// Port 0 and protocol none match any. IPv6 with or without brackets. No allocation.
  bool is_myself(std::string_view host, std::uint16_t port, io::Protocol protocol) const;
  /// "udp:1.2.3.4:5060", "1.2.3.4:5060", "1.2.3.4" or a socket's name; -1 where unknown.
  int find_socket(std::string_view spec) const;
  /// Socket to send from: of that protocol and the family of `remote`; `preferred` (-1: none) where it can do it. -1: none.
  int choose_socket(io::Protocol protocol, const io::Address& remote, int preferred) const;
  /// The first socket with this address (any port) or a wildcard, -1: none.
  int socket_at(io::Protocol protocol, const io::Address& local) const;

 private:
  bool has_address(const io::Address& address) const;
  bool is_local(const io::Address& address) const;
  std::vector<io::ListenSocket> sockets_;
  std::vector<std::string> host_texts_;
  std::vector<io::Address> interfaces_;
  std::vector<Alias> aliases_;
};

bool is_loopback(const io::Address& address);
/// "udp" in any letter case; none for anything else.
io::Protocol parse_protocol(std::string_view text);

}  // namespace kukini::core
