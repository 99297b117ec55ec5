// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// System calls of UdpSocket: recvmmsg and sendmmsg with the local address in the control data of wildcard sockets.
#include "net/udp_socket.hpp"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace kukini::net {

namespace {

constexpr std::size_t kControlBytes = 64;
static_assert(CMSG_SPACE(sizeof(in6_pktinfo)) <= kControlBytes);

std::string name_of(const io::ListenSocket& s) { return std::string(io::to_string(s.protocol)) + ":" + s.address.to_string(); }

int try_bind(int family, const io::Address& address, bool shared, bool free_bind, std::string& error) {
  int fd = ::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    error = std::strerror(errno);
    return -1;
  }
  int on = 1;
  if (shared) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (free_bind) setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
  if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  sockaddr_storage at;
  socklen_t length = address.to_sockaddr(at);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&at), length) == 0) return fd;
  error = std::strerror(errno);
  if (errno == EADDRINUSE) error += " - another process has this port; `ss -lunp` tells which";
  if (errno == EADDRNOTAVAIL) error += " - this machine has no such address; `ip addr` lists those it has";
  if (errno == EACCES) error += " - ports below 1024 need root or CAP_NET_BIND_SERVICE";
  ::close(fd);
  return -1;
}

}  // namespace

Slab::Slab() {
  void* at = mmap(nullptr, kDatagrams * kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  bytes = static_cast<char*>(at);
}
Slab::~Slab() { munmap(bytes, kDatagrams * kBytes); }

base::Result<std::unique_ptr<UdpSocket>> UdpSocket::open(const io::ListenSocket& s, const SocketOptions& options, bool probe) {
  int family = s.address.family == io::Family::ipv6 ? AF_INET6 : AF_INET;
  std::string error;
  bool free_bind = options.free_bind || s.is_virtual;
  if (probe) {
    int fd = try_bind(family, s.address, false, free_bind, error);
    if (fd < 0) return base::Error{"cannot bind " + name_of(s) + ": " + error};
    ::close(fd);
  }
  int fd = try_bind(family, s.address, true, free_bind, error);
  if (fd < 0) return base::Error{"cannot bind " + name_of(s) + ": " + error};
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &options.receive_buffer, sizeof(int)) != 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof(int));
  int on = 1;
  if (family == AF_INET6) {
    if (s.address.is_wildcard()) setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    if (options.tos >= 0) setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &options.tos, sizeof(int));
  } else {
    if (s.address.is_wildcard()) setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    if (options.tos >= 0) setsockopt(fd, IPPROTO_IP, IP_TOS, &options.tos, sizeof(int));
    int discover = options.pmtu_discovery == 0 ? IP_PMTUDISC_DONT : IP_PMTUDISC_DO;
    if (options.pmtu_discovery >= 0) setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &discover, sizeof discover);
  }
  return std::unique_ptr<UdpSocket>(new UdpSocket(fd, s));
}

UdpSocket::~UdpSocket() { ::close(fd_); }

unsigned UdpSocket::receive(Slab& slab, unsigned used, std::vector<io::Received>& out) {
  const unsigned room = Slab::kDatagrams - used;
  mmsghdr messages[Slab::kDatagrams];
  iovec vectors[Slab::kDatagrams];
  sockaddr_storage from[Slab::kDatagrams];
  alignas(cmsghdr) char control[Slab::kDatagrams][kControlBytes];
  for (unsigned i = 0; i < room; ++i) {
    vectors[i] = {slab.at(used + i), Slab::kBytes};
    messages[i].msg_hdr = {&from[i], sizeof from[i], &vectors[i], 1, wildcard_ ? control[i] : nullptr, wildcard_ ? kControlBytes : 0, 0};
  }
  int n = recvmmsg(fd_, messages, room, MSG_DONTWAIT, nullptr);
  if (n <= 0) return 0;
  for (int k = 0; k < n; ++k) {
    auto i = static_cast<unsigned>(k);
    io::Received r;
    r.bytes = {slab.at(used + i), messages[i].msg_len};
    r.flow.protocol = io::Protocol::udp;
    r.flow.socket = id_;
    r.flow.remote = io::Address::from_sockaddr(reinterpret_cast<sockaddr*>(&from[i]));
    r.flow.local = address_;
    if (wildcard_) {
      for (cmsghdr* c = CMSG_FIRSTHDR(&messages[i].msg_hdr); c != nullptr; c = CMSG_NXTHDR(&messages[i].msg_hdr, c)) {
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
          in_pktinfo info;
          std::memcpy(&info, CMSG_DATA(c), sizeof info);
          std::memcpy(r.flow.local.bytes.data(), &info.ipi_addr, 4);
        } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
          in6_pktinfo info;
          std::memcpy(&info, CMSG_DATA(c), sizeof info);
          std::memcpy(r.flow.local.bytes.data(), &info.ipi6_addr, 16);
        }
      }
    }
    out.push_back(r);
  }
  return static_cast<unsigned>(n);
}

unsigned UdpSocket::send(std::span<const Outgoing> batch, const char* bytes) {
  constexpr unsigned kBatch = 32;
  unsigned failed = 0;
  while (!batch.empty()) {
    auto n = static_cast<unsigned>(std::min<std::size_t>(batch.size(), kBatch));
    mmsghdr messages[kBatch];
    iovec vectors[kBatch];
    sockaddr_storage to[kBatch];
    alignas(cmsghdr) char control[kBatch][kControlBytes];
    for (unsigned i = 0; i < n; ++i) {
      const Outgoing& o = batch[i];
      vectors[i] = {const_cast<char*>(bytes) + o.offset, o.length};
      messages[i].msg_hdr = {&to[i], o.remote.to_sockaddr(to[i]), &vectors[i], 1, nullptr, 0, 0};
      if (!wildcard_ || o.local.family != o.remote.family || o.local.is_wildcard()) continue;
      msghdr& h = messages[i].msg_hdr;
      h.msg_control = control[i];
      bool v4 = o.local.family == io::Family::ipv4;
      h.msg_controllen = v4 ? CMSG_SPACE(sizeof(in_pktinfo)) : CMSG_SPACE(sizeof(in6_pktinfo));
      std::memset(control[i], 0, h.msg_controllen);
      cmsghdr* c = CMSG_FIRSTHDR(&h);
      if (v4) {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, o.local.bytes.data(), 4);
        c->cmsg_level = IPPROTO_IP;
        c->cmsg_type = IP_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof info);
        std::memcpy(CMSG_DATA(c), &info, sizeof info);
      } else {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, o.local.bytes.data(), 16);
        c->cmsg_level = IPPROTO_IPV6;
        c->cmsg_type = IPV6_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof info);
        std::memcpy(CMSG_DATA(c), &info, sizeof info);
      }
    }
    unsigned done = 0, tries = 0;
    while (done < n) {
      int sent = sendmmsg(fd_, messages + done, n - done, MSG_DONTWAIT);
      if (sent > 0) {
        done += static_cast<unsigned>(sent);
      } else if (errno == EINTR || ((errno == ECONNREFUSED || errno == EAGAIN || errno == ENOBUFS) && ++tries < 3)) {
        continue;  // a reported ICMP error or a full queue: once more, then this datagram is lost
      } else {
        ++done;
        ++failed;
      }
    }
    batch = batch.subspan(n);
  }
  return failed;
}

}  // namespace kukini::net
