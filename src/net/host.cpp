// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Listen entries to addresses, sockets of a worker, the system's clock and randomness.
#include "net/host.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/random.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "base/text.hpp"
#include "net/resolver.hpp"
#include "net/transport.hpp"

namespace kukini::net {

namespace {

class SystemClock final : public io::Clock {
 public:
  std::uint64_t now_ms() const override {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<std::uint64_t>(t.tv_sec) * 1000 + static_cast<std::uint64_t>(t.tv_nsec) / 1000000;
  }
  std::int64_t wall_us() const override {
    timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return static_cast<std::int64_t>(t.tv_sec) * 1000000 + t.tv_nsec / 1000;
  }
};

class NetWorkerIo final : public io::WorkerIo, private io::Random {
 public:
  NetWorkerIo(std::span<const io::ListenSocket> sockets, const io::DnsSettings& dns) : transport_(sockets), resolver_(transport_.context(), dns) {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) seed = std::random_device{}();
    engine_.seed(seed);
  }
  io::Transport& transport() override { return transport_; }
  io::Resolver& resolver() override { return resolver_; }
  io::Random& random() override { return *this; }
  void dispatch() override { resolver_.dispatch(); }
  base::Result<> open(const SocketOptions& options, bool probe) { return transport_.open(options, probe); }

 private:
  std::uint64_t next() override { return engine_(); }
  NetTransport transport_;
  NetResolver resolver_;
  std::mt19937_64 engine_;
};

struct Interface {
  std::string name;
  io::Address address;
};

std::vector<Interface> interfaces(bool link_local_too = false) {
  std::vector<Interface> found;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return found;
  for (auto* i = all; i != nullptr; i = i->ifa_next) {
    if (i->ifa_addr == nullptr || (i->ifa_flags & IFF_UP) == 0) continue;
    auto a = io::Address::from_sockaddr(i->ifa_addr);
    bool link_local = a.family == io::Family::ipv6 && a.bytes[0] == 0xfe && (a.bytes[1] & 0xc0) == 0x80;
    if (a.family != io::Family::none && (link_local_too || !link_local)) found.push_back({i->ifa_name, a});
  }
  freeifaddrs(all);
  return found;
}

/// Addresses a listen entry's host stands for; empty when it stands for none.
std::vector<io::Address> addresses_of(const std::string& host, bool link_local) {
  std::vector<io::Address> found;
  if (auto a = io::Address::parse(host)) return {*a};
  for (auto& i : interfaces(link_local))
    if (host.empty() || host == "*" || i.name == host) found.push_back(i.address);
  if (!found.empty() || host.empty() || host == "*") return found;
  // A name is one address as in Kamailio: its first of IPv4, or else its first of IPv6 (Debian's /etc/hosts has both for localhost).
  for (int family : {AF_INET, AF_INET6}) {
    addrinfo hints{}, *answers = nullptr;
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_family = family;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &answers) != 0) continue;
    if (answers != nullptr) found.push_back(io::Address::from_sockaddr(answers->ai_addr));
    freeaddrinfo(answers);
    if (!found.empty()) break;
  }
  return found;
}

/// Neither an address nor an interface.
bool is_name(const std::string& host) {
  if (host.empty() || host == "*" || io::Address::parse(host)) return false;
  return if_nametoindex(host.c_str()) == 0;
}

constexpr auto kReverseLookups = std::chrono::seconds(2);

}  // namespace

NetHost::NetHost() : clock_(std::make_unique<SystemClock>()) {}
NetHost::~NetHost() = default;
io::Clock& NetHost::clock() { return *clock_; }

base::Result<std::vector<io::ListenSocket>> NetHost::expand(std::span<const io::ListenEntry> entries) {
  std::vector<io::ListenSocket> sockets;
  for (const auto& e : entries) {
    if (e.protocol != io::Protocol::udp && e.protocol != io::Protocol::none) continue;  // other protocols: not served by this host
    auto hosts = addresses_of(e.host, settings_.bind_link_local);
    if (e.only_ipv4) std::erase_if(hosts, [](const io::Address& a) { return a.family != io::Family::ipv4; });
    if (hosts.empty())
      return base::Error{"listen=" + e.text + ": '" + e.host + "' is no address, no interface that is up, and no name that resolves"};
    for (auto address : hosts) {
      for (unsigned port = e.port; port <= std::max(e.port, e.last_port); ++port) {
        address.port = static_cast<std::uint16_t>(port);
        bool known = std::any_of(sockets.begin(), sockets.end(), [&](const io::ListenSocket& s) { return s.address == address; });
        if (known) continue;
        io::ListenSocket s;
        s.id = static_cast<std::uint16_t>(sockets.size());
        s.protocol = io::Protocol::udp;
        s.address = address;
        s.advertised_host = e.advertised_host;
        s.advertised_port = e.advertised_port;
        s.name = e.name;
        s.host_name = is_name(e.host) ? e.host : "";
        s.is_virtual = e.is_virtual;
        sockets.push_back(std::move(s));
      }
    }
  }
  if (sockets.empty()) return base::Error{"there is no UDP address to listen on; give one with listen=udp:ADDRESS:PORT"};
  return sockets;
}

std::vector<io::Address> NetHost::local_addresses() {
  std::vector<io::Address> out;
  for (auto& i : interfaces()) out.push_back(i.address);
  return out;
}

std::vector<std::string> NetHost::names_of(std::span<const io::Address> addresses) {
  // The system's look-up cannot be bounded in time: it is left behind where it takes too long.
  struct Job {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> names;
    std::size_t done = 0;
  };
  auto job = std::make_shared<Job>();
  job->names.resize(addresses.size());
  std::thread([job, all = std::vector<io::Address>(addresses.begin(), addresses.end())] {
    for (std::size_t i = 0; i < all.size(); ++i) {
      sockaddr_storage at;
      socklen_t length = all[i].to_sockaddr(at);
      char name[NI_MAXHOST] = "";
      bool found = getnameinfo(reinterpret_cast<sockaddr*>(&at), length, name, sizeof name, nullptr, 0, NI_NAMEREQD) == 0;
      std::lock_guard lock(job->mutex);
      if (found)
        for (const char* c = name; *c != 0; ++c) job->names[i] += base::to_lower(*c);
      job->done = i + 1;
      job->changed.notify_all();
    }
  }).detach();
  std::unique_lock lock(job->mutex);
  job->changed.wait_for(lock, kReverseLookups, [&] { return job->done == addresses.size(); });
  return job->names;
}

base::Result<std::unique_ptr<io::WorkerIo>> NetHost::open(unsigned index, unsigned, std::span<const io::ListenSocket> sockets) {
  auto worker = std::make_unique<NetWorkerIo>(sockets, settings_.dns);
  // The first worker notices a foreign process on the port; the others share the sockets with it.
  if (auto opened = worker->open({settings_.receive_buffer, settings_.tos, settings_.pmtu_discovery, settings_.free_bind}, index == 0); !opened) return base::Error{opened.error()};
  return std::unique_ptr<io::WorkerIo>(std::move(worker));
}

}  // namespace kukini::net
