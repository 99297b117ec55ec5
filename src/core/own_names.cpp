// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Matching of hosts and socket names against our own.
#include "core/own_names.hpp"

#include "base/text.hpp"

namespace kukini::core {

bool is_loopback(const io::Address& a) {
  if (a.family == io::Family::ipv4) return a.bytes[0] == 127;
  for (int i = 0; i < 15; ++i)
    if (a.bytes[static_cast<std::size_t>(i)] != 0) return false;
  return a.bytes[15] == 1;
}

io::Protocol parse_protocol(std::string_view text) {
  for (auto p : {io::Protocol::udp, io::Protocol::tcp, io::Protocol::tls, io::Protocol::sctp, io::Protocol::ws, io::Protocol::wss})
    if (base::iequals(text, io::to_string(p))) return p;
  return io::Protocol::none;
}

OwnNames::OwnNames(std::vector<io::ListenSocket> sockets, std::vector<io::Address> interfaces, std::vector<Alias> aliases)
    : sockets_(std::move(sockets)), interfaces_(std::move(interfaces)), aliases_(std::move(aliases)) {
  for (auto& a : interfaces_) a.port = 0;
  for (const auto& s : sockets_) host_texts_.push_back(s.address.ip(true));
}

bool OwnNames::has_address(const io::Address& address) const {
  for (const auto& a : interfaces_)
    if (a.same_ip(address)) return true;
  return false;
}

bool OwnNames::is_local(const io::Address& address) const {
  if (has_address(address)) return true;
  return address.family == io::Family::ipv4 && address.bytes[0] == 127;
}

namespace {
/// The port, the advertised port or none at all.
bool is_port(const io::ListenSocket& s, std::uint16_t port) {
  return port == 0 || port == s.address.port || (s.advertised_port != 0 && port == s.advertised_port);
}
bool has_name(const io::ListenSocket& s, std::string_view host, std::uint16_t port) {
  if (!s.host_name.empty() && base::iequals(host, s.host_name) && (port == 0 || port == s.address.port)) return true;
  return !s.advertised_host.empty() && base::iequals(host, s.advertised_host) && is_port(s, port);
}
}  // namespace

bool OwnNames::is_myself(std::string_view host, std::uint16_t port, io::Protocol protocol) const {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  auto address = io::Address::parse(host);
  for (const auto& s : sockets_) {
    if (protocol != io::Protocol::none && s.protocol != protocol) continue;
    if (has_name(s, host, port)) return true;
    if (!address || address->family != s.address.family || (port != 0 && port != s.address.port)) continue;
    // A virtual address is ours only while the machine has it.
    if (s.is_virtual && !has_address(*address)) continue;
    if (s.address.same_ip(*address) || (s.address.is_wildcard() && is_local(*address))) return true;
  }
  for (const auto& a : aliases_) {
    if (a.port != 0 && port != 0 && a.port != port) continue;
    if (a.protocol != io::Protocol::none && protocol != io::Protocol::none && a.protocol != protocol) continue;
    if (base::iequals(host, a.host)) return true;
    if (a.subdomains && host.size() > a.host.size() + 1 && host[host.size() - a.host.size() - 1] == '.' &&
        base::iequals(host.substr(host.size() - a.host.size()), a.host))
      return true;
  }
  return false;
}

int OwnNames::find_socket(std::string_view spec) const {
  for (const auto& s : sockets_)
    if (!s.name.empty() && s.name == spec) return s.id;
  auto protocol = io::Protocol::none;
  if (auto colon = spec.find(':'); colon != std::string_view::npos) {
    protocol = parse_protocol(spec.substr(0, colon));
    if (protocol != io::Protocol::none) spec.remove_prefix(colon + 1);
  }
  std::uint16_t port = 0;
  std::string_view host = spec;
  if (auto bracket = spec.rfind(']'); bracket != std::string_view::npos) {
    host = spec.substr(0, bracket + 1);
    if (bracket + 2 < spec.size() && spec[bracket + 1] == ':') port = base::to_number<std::uint16_t>(spec.substr(bracket + 2)).value_or(0);
  } else if (auto colon = spec.rfind(':'); colon != std::string_view::npos && spec.find(':') == colon) {
    host = spec.substr(0, colon);
    port = base::to_number<std::uint16_t>(spec.substr(colon + 1)).value_or(0);
  }
  auto address = io::Address::parse(host);
  for (const auto& s : sockets_) {
    if (protocol != io::Protocol::none && s.protocol != protocol) continue;
    if (has_name(s, host, port)) return s.id;
    if (port != 0 && port != s.address.port) continue;
    if (address && (s.address.same_ip(*address) || (s.address.is_wildcard() && s.address.family == address->family && is_local(*address))))
      return s.id;
  }
  return -1;
}

int OwnNames::choose_socket(io::Protocol protocol, const io::Address& remote, int preferred) const {
  bool loopback = is_loopback(remote);
  auto fits = [&](const io::ListenSocket& s) { return s.protocol == protocol && s.address.family == remote.family; };
  // From 127.0.0.1 nothing leaves the machine.
  auto reaches = [&](const io::ListenSocket& s) { return loopback || !is_loopback(s.address); };
  if (preferred >= 0 && static_cast<std::size_t>(preferred) < sockets_.size()) {
    const auto& s = sockets_[static_cast<std::size_t>(preferred)];
    if (fits(s) && reaches(s)) return preferred;
  }
  int second = -1;
  for (const auto& s : sockets_) {
    if (!fits(s) || s.is_virtual) continue;
    if (reaches(s) && (!loopback || is_loopback(s.address) || s.address.is_wildcard())) return s.id;
    if (second < 0 || (reaches(s) && !reaches(sockets_[static_cast<std::size_t>(second)]))) second = s.id;
  }
  return second;
}

int OwnNames::socket_at(io::Protocol protocol, const io::Address& local) const {
  for (const auto& s : sockets_)
    if (s.protocol == protocol && s.address.family == local.family && (s.address.same_ip(local) || s.address.is_wildcard())) return s.id;
  return -1;
}

}  // namespace kukini::core
