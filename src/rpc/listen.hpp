// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Opening the sockets that the control server listens on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "rpc/server.hpp"

namespace kukini::rpc {

enum class Kind : std::uint8_t { unix_stream, unix_datagram, tcp, udp };

struct ListenAddress {
  Kind kind = Kind::unix_stream;
  std::string path;  ///< unix
  std::string host;  ///< tcp, udp; empty or "*": any
  std::uint16_t port = 2049;
  bool is_unix() const { return kind == Kind::unix_stream || kind == Kind::unix_datagram; }
};

base::Result<ListenAddress> parse_listen(std::string_view text);

/// A bound (and, for streams, listening) non-blocking socket.
base::Result<int> open_listener(const ListenAddress& address, const ListenOptions& options);

}  // namespace kukini::rpc
