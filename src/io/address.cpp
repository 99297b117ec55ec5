// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Text and socket forms of Address.
#include "io/address.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace kukini::io {

namespace {
/// As inet_pton(): four numbers to 255, none with a zero in front.
bool parse_ipv4(std::string_view text, std::uint8_t* out) {
  std::size_t at = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet != 0 && (at == text.size() || text[at++] != '.')) return false;
    unsigned value = 0;
    auto from = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      if (at != from && value == 0) return false;
      value = value * 10 + static_cast<unsigned>(text[at] - '0');
      if (value > 255) return false;
    }
    if (at == from) return false;
    out[octet] = static_cast<std::uint8_t>(value);
  }
  return at == text.size();
}
}  // namespace

std::optional<Address> Address::parse(std::string_view ip, std::uint16_t port) {
  Address a;
  a.port = port;
  if (parse_ipv4(ip, a.bytes.data())) {
    a.family = Family::ipv4;
    return a;
  }
  if (ip.find(':') == std::string_view::npos && (ip.empty() || ip.front() != '[')) return std::nullopt;  // a name
  a.bytes = {};
  if (ip.size() >= 2 && ip.front() == '[' && ip.back() == ']') ip = ip.substr(1, ip.size() - 2);
  char text[64];
  if (ip.empty() || ip.size() >= sizeof text) return std::nullopt;
  std::memcpy(text, ip.data(), ip.size());
  text[ip.size()] = 0;
  if (std::strlen(text) != ip.size()) return std::nullopt;
  if (inet_pton(AF_INET, text, a.bytes.data()) == 1) {
    a.family = Family::ipv4;
    return a;
  }
  if (inet_pton(AF_INET6, text, a.bytes.data()) == 1) {
    a.family = Family::ipv6;
    return a;
  }
  return std::nullopt;
}

Address Address::from_sockaddr(const sockaddr* sa) {
  Address a;
  if (sa->sa_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(sa);
    std::memcpy(a.bytes.data(), &in->sin_addr, 4);
    a.port = ntohs(in->sin_port);
    a.family = Family::ipv4;
  } else if (sa->sa_family == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(sa);
    std::memcpy(a.bytes.data(), &in->sin6_addr, 16);
    a.port = ntohs(in->sin6_port);
    a.family = Family::ipv6;
  }
  return a;
}

socklen_t Address::to_sockaddr(sockaddr_storage& out) const {
  std::memset(&out, 0, sizeof(sockaddr_in6));
  if (family == Family::ipv6) {
    auto* in = reinterpret_cast<sockaddr_in6*>(&out);
    in->sin6_family = AF_INET6;
    std::memcpy(&in->sin6_addr, bytes.data(), 16);
    in->sin6_port = htons(port);
    return sizeof(sockaddr_in6);
  }
  auto* in = reinterpret_cast<sockaddr_in*>(&out);
  in->sin_family = AF_INET;
  std::memcpy(&in->sin_addr, bytes.data(), 4);
  in->sin_port = htons(port);
  return sizeof(sockaddr_in);
}

bool Address::is_multicast_or_broadcast() const {
  if (family == Family::ipv4) return bytes[0] >= 224;
  return family == Family::ipv6 && bytes[0] == 0xff;
}

std::size_t Address::write_ip(char* out, bool brackets) const {
  if (family == Family::ipv4) {
    char* p = out;
    for (int i = 0; i < 4; ++i) {
      unsigned v = bytes[static_cast<std::size_t>(i)];
      if (i != 0) *p++ = '.';
      if (v >= 100) *p++ = static_cast<char>('0' + v / 100);
      if (v >= 10) *p++ = static_cast<char>('0' + v / 10 % 10);
      *p++ = static_cast<char>('0' + v % 10);
    }
    return static_cast<std::size_t>(p - out);
  }
  if (family == Family::none) return 0;
  char* p = out;
  if (brackets) *p++ = '[';
  inet_ntop(AF_INET6, bytes.data(), p, 46);
  p += std::strlen(p);
  if (brackets) *p++ = ']';
  return static_cast<std::size_t>(p - out);
}

std::string Address::ip(bool brackets) const {
  char text[64];
  return {text, write_ip(text, brackets)};
}

std::string Address::to_string() const { return ip(true) + ":" + std::to_string(port); }

std::uint64_t Address::hash() const {
  std::uint64_t a, b;
  std::memcpy(&a, bytes.data(), 8);
  std::memcpy(&b, bytes.data() + 8, 8);
  std::uint64_t h = (a ^ (b * 0x9E3779B97F4A7C15ull)) + port;
  h ^= h >> 31;
  h *= 0xBF58476D1CE4E5B9ull;
  return h ^ (h >> 29);
}

}  // namespace kukini::io
