// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Flow: where a message came from or goes to; ListenSocket: one of our own addresses.
#pragma once

#include <cstdint>
#include <string>

#include "io/address.hpp"

namespace kukini::io {

enum class Protocol : std::uint8_t { udp, tcp, tls, sctp, ws, wss, none };

constexpr std::string_view to_string(Protocol p) {
  constexpr std::string_view names[] = {"udp", "tcp", "tls", "sctp", "ws", "wss", "none"};
  return names[static_cast<int>(p)];
}
constexpr std::string_view via_name(Protocol p) {
  constexpr std::string_view names[] = {"UDP", "TCP", "TLS", "SCTP", "WS", "WSS", "NONE"};
  return names[static_cast<int>(p)];
}

/// One `listen` entry, expanded to one address. Immutable once the server runs.
struct ListenSocket {
  std::uint16_t id = 0;  ///< index in the server's list
  Protocol protocol = Protocol::udp;
  Address address;       ///< as bound; may be a wildcard
  std::string advertised_host;         ///< empty: the address itself
  std::uint16_t advertised_port = 0;   ///< 0: the bound port
  std::string name;                    ///< listen … name "x"
  std::string host_name;               ///< as listened on, where that is a name; empty: an address
  bool is_virtual = false;
};

/// A path to a peer over one of our sockets. `local` is the address the datagram reached (never a wildcard for
/// received ones); for sending, a `local` of family none lets the kernel choose.
struct Flow {
  Protocol protocol = Protocol::udp;
  std::uint16_t socket = 0;       ///< ListenSocket::id
  std::uint32_t connection = 0;   ///< stream transports: connection id, 0 for none
  Address local;
  Address remote;
};

}  // namespace kukini::io
