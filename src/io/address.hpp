// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Address: an IPv4 or IPv6 address with a port, comparable and hashable.
#pragma once

#include <netinet/in.h>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kukini::io {

enum class Family : std::uint8_t { none, ipv4, ipv6 };

/// 20 bytes; IPv4 uses the first four of `bytes`. Port in host order.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  std::uint16_t port = 0;
  Family family = Family::none;

  friend auto operator<=>(const Address&, const Address&) = default;
  bool same_ip(const Address& o) const { return family == o.family && bytes == o.bytes; }
  bool is_wildcard() const { return bytes == std::array<std::uint8_t, 16>{}; }
  bool is_multicast_or_broadcast() const;

  /// "192.0.2.1" or "2001:db8::1" (also in brackets), nothing otherwise.
  static std::optional<Address> parse(std::string_view ip, std::uint16_t port = 0);
  static Address from_sockaddr(const sockaddr* sa);
  socklen_t to_sockaddr(sockaddr_storage& out) const;

  /// Writes the IP (IPv6 in brackets where `brackets`) to `out` of at least 48 bytes; returns its length.
  std::size_t write_ip(char* out, bool brackets) const;
  std::string ip(bool brackets = false) const;
  std::string to_string() const;  ///< "192.0.2.1:5060", "[2001:db8::1]:5060"
  std::uint64_t hash() const;
};

}  // namespace kukini::io

template <>
struct std::hash<kukini::io::Address> {
  std::size_t operator()(const kukini::io::Address& a) const { return a.hash(); }
};
