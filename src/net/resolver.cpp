// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// c-ares driven by Asio: its sockets are watched, its timeouts are a timer.
#include "net/resolver.hpp"

#include <arpa/nameser.h>
#include <netdb.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "io/address.hpp"

// Newer releases call these deprecated, but what they put in place of them is not in the c-ares of Debian 12 (1.18).
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace kukini::net {

/// One server of a name, with its addresses.
struct NetResolver::Target {
  std::string host;
  std::uint16_t port = 0, priority = 0, weight = 0;
  std::vector<io::Address> addresses;
};

struct NetResolver::Lookup {
  NetResolver* resolver;
  io::ResolveRequest request;
  std::function<void(std::vector<io::Resolved>)> done;
  std::vector<Target> targets;
  std::size_t next_target = 0;
  std::uint32_t ttl_s = UINT32_MAX;  ///< the shortest of all answers
  bool failed = false;               ///< a server did not answer: not to be remembered

  void answered(int status) { failed = failed || (status != ARES_SUCCESS && status != ARES_ENOTFOUND && status != ARES_ENODATA); }
};

struct NetResolver::Watch {
  Watch(boost::asio::io_context& c, ares_socket_t f) : descriptor(c, f), fd(f) {}
  ~Watch() { descriptor.release(); }
  boost::asio::posix::stream_descriptor descriptor;
  ares_socket_t fd;
  bool read = false, write = false, reading = false, writing = false, gone = false;
};

namespace {

using Ares = std::unique_ptr<void, decltype([](void* p) { ares_free_data(p); })>;

std::uint64_t now_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

/// The shortest time to live in the answer section of a DNS message, RFC 1035 4.1; UINT32_MAX where it has none.
std::uint32_t shortest_ttl(const unsigned char* bytes, std::size_t length) {
  std::uint32_t shortest = UINT32_MAX;
  if (length < 12) return shortest;
  auto at16 = [&](std::size_t i) { return static_cast<std::size_t>(bytes[i] << 8 | bytes[i + 1]); };
  std::size_t questions = at16(4), answers = at16(6), at = 12;
  auto skip_name = [&] {
    while (at < length) {
      unsigned char label = bytes[at];
      if ((label & 0xc0) == 0xc0) return void(at += 2);
      at += label + 1u;
      if (label == 0) return;
    }
  };
  for (; questions > 0 && at < length; --questions) skip_name(), at += 4;
  for (; answers > 0; --answers) {
    skip_name();
    if (at + 10 > length) break;
    shortest = std::min(shortest, static_cast<std::uint32_t>(at16(at + 4) << 16 | at16(at + 6)));
    at += 10 + at16(at + 8);
  }
  return shortest;
}

std::string cache_key(const io::ResolveRequest& r) {
  std::string key = r.host + ':' + std::to_string(r.port) + '/' + std::string(io::to_string(r.protocol));
  if (r.secure) key += 's';
  for (auto& c : key) c = base::to_lower(c);
  return key;
}

}  // namespace

NetResolver::NetResolver(boost::asio::io_context& context, const io::DnsSettings& settings)
    : settings_(settings), draw_(std::random_device{}()), context_(context), timer_(context) {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  (void)library;
  ares_options options{};
  options.sock_state_cb = [](void* self, ares_socket_t fd, int read, int write) {
    static_cast<NetResolver*>(self)->watch(fd, read != 0, write != 0);
  };
  options.sock_state_cb_data = this;
  options.timeout = settings_.retr_time_s > 0 ? settings_.retr_time_s * 1000 : 2000;
  options.tries = settings_.retr_no > 0 ? settings_.retr_no : 3;
  int mask = ARES_OPT_SOCK_STATE_CB | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
  if (!settings_.use_search_list) {
    options.flags = ARES_FLAG_NOSEARCH;
    mask |= ARES_OPT_FLAGS;
  }
#ifdef ARES_OPT_QUERY_CACHE
  options.qcache_max_ttl = 0;  // from 1.31 on c-ares keeps answers itself; ours knows the script's dns_cache parameters
  mask |= ARES_OPT_QUERY_CACHE;
#endif
  if (ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) channel_ = nullptr;
  ares_addr_port_node* servers = nullptr;
  if (channel_ == nullptr || settings_.servers_no <= 0 || ares_get_servers_ports(channel_, &servers) != ARES_SUCCESS) return;
  Ares held(servers);
  auto* last = servers;
  for (int i = 1; i < settings_.servers_no && last != nullptr; ++i) last = last->next;
  if (last == nullptr || last->next == nullptr) return;
  auto* rest = std::exchange(last->next, nullptr);
  ares_set_servers_ports(channel_, servers);
  last->next = rest;
}

NetResolver::~NetResolver() {
  if (channel_ != nullptr) ares_destroy(channel_);
}

void NetResolver::resolve(io::ResolveRequest request, std::function<void(std::vector<io::Resolved>)> done) {
  auto lookup = std::make_shared<Lookup>();
  lookup->resolver = this;
  lookup->request = std::move(request);
  lookup->done = std::move(done);
  if (channel_ == nullptr) return finish(*lookup);
  if (settings_.use_cache) {
    auto known = cache_.find(cache_key(lookup->request));
    if (known != cache_.end() && known->second.expires_ms > now_ms()) {
      lookup->targets = known->second.targets;
      return finish(*lookup);
    }
  }
  const auto& r = lookup->request;
  if (r.port != 0) {
    lookup->targets.push_back({r.host, r.port, 0, 0, {}});
    find_addresses(std::move(lookup));
  } else if (settings_.try_naptr && r.protocol == io::Protocol::none && !r.secure) {
    find_naptr(std::move(lookup));
  } else {
    auto name = (r.secure ? "_sips._tcp." : r.protocol == io::Protocol::tcp ? "_sip._tcp." : "_sip._udp.") + r.host;
    find_servers(std::move(lookup), std::move(name));
  }
  arm_timer();
}

/// RFC 3263 4.1: the service of UDP that comes first names the servers.
void NetResolver::find_naptr(std::shared_ptr<Lookup> lookup) {
  ares_query(channel_, lookup->request.host.c_str(), ns_c_in, ns_t_naptr,
             [](void* arg, int status, int, unsigned char* bytes, int length) {
               std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(arg));
               Lookup& l = **held;
               if (status == ARES_EDESTRUCTION) return;
               l.answered(status);
               std::string name = "_sip._udp." + l.request.host;
               ares_naptr_reply* all = nullptr;
               if (status == ARES_SUCCESS && ares_parse_naptr_reply(bytes, length, &all) == ARES_SUCCESS) {
                 Ares free_all(all);
                 l.ttl_s = std::min(l.ttl_s, shortest_ttl(bytes, static_cast<std::size_t>(length)));
                 const ares_naptr_reply* best = nullptr;
                 for (auto* n = all; n != nullptr; n = n->next) {
                   auto text = [](const unsigned char* s) { return std::string_view(reinterpret_cast<const char*>(s)); };
                   if (!base::iequals(text(n->service), "SIP+D2U") || !base::iequals(text(n->flags), "s")) continue;
                   if (best == nullptr || std::pair(n->order, n->preference) < std::pair(best->order, best->preference)) best = n;
                 }
                 if (best != nullptr) name = best->replacement;
               }
               l.resolver->find_servers(*held, std::move(name));
             },
             new std::shared_ptr<Lookup>(lookup));
}

void NetResolver::find_servers(std::shared_ptr<Lookup> lookup, std::string name) {
  ares_query(channel_, name.c_str(), ns_c_in, ns_t_srv,
             [](void* arg, int status, int, unsigned char* bytes, int length) {
               std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(arg));
               Lookup& l = **held;
               if (status == ARES_EDESTRUCTION) return;
               l.answered(status);
               ares_srv_reply* servers = nullptr;
               if (status == ARES_SUCCESS && ares_parse_srv_reply(bytes, length, &servers) == ARES_SUCCESS) {
                 Ares free_all(servers);
                 l.ttl_s = std::min(l.ttl_s, shortest_ttl(bytes, static_cast<std::size_t>(length)));
                 for (auto* s = servers; s != nullptr; s = s->next) l.targets.push_back({s->host, s->port, s->priority, s->weight, {}});
               }
               if (l.targets.empty()) l.targets.push_back({l.request.host, static_cast<std::uint16_t>(l.request.secure ? 5061 : 5060), 0, 0, {}});
               l.resolver->find_addresses(*held);
             },
             new std::shared_ptr<Lookup>(lookup));
}

void NetResolver::find_addresses(std::shared_ptr<Lookup> lookup) {
  if (lookup->next_target == lookup->targets.size()) return finish(*lookup);
  const auto& target = lookup->targets[lookup->next_target];
  ares_addrinfo_hints hints{};
  hints.ai_family = settings_.try_ipv6 ? AF_UNSPEC : AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  ares_getaddrinfo(
      channel_, target.host.c_str(), nullptr, &hints,
      [](void* arg, int status, int, ares_addrinfo* info) {
        std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(arg));
        Lookup& l = **held;
        if (status == ARES_EDESTRUCTION) return;
        l.answered(status);
        auto& target = l.targets[l.next_target++];
        if (status == ARES_SUCCESS && info != nullptr) {
          for (int family : {AF_INET, AF_INET6})
            for (auto* n = info->nodes; n != nullptr; n = n->ai_next) {
              if (n->ai_family != family) continue;
              target.addresses.push_back(io::Address::from_sockaddr(n->ai_addr));
              target.addresses.back().port = target.port;
              l.ttl_s = std::min(l.ttl_s, static_cast<std::uint32_t>(std::max(0, n->ai_ttl)));
            }
          ares_freeaddrinfo(info);
        }
        l.resolver->find_addresses(*held);
      },
      new std::shared_ptr<Lookup>(lookup));
}

std::vector<io::Resolved> NetResolver::in_order(const io::ResolveRequest& request, const std::vector<Target>& targets) {
  std::vector<const Target*> order;
  for (const auto& t : targets) order.push_back(&t);
  // RFC 2782: lowest priority first; within one, a draw by weight, or what is its likeliest outcome.
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->priority != b->priority ? a->priority < b->priority : a->weight > b->weight;
  });
  if (settings_.srv_lb)
    for (std::size_t at = 0; at < order.size(); ++at) {
      std::uint32_t sum = 0;
      auto end = at;
      for (; end < order.size() && order[end]->priority == order[at]->priority; ++end) sum += order[end]->weight;
      auto drawn = std::uniform_int_distribution<std::uint32_t>(0, sum)(draw_);
      auto pick = at;
      while (pick + 1 < end && drawn > order[pick]->weight) drawn -= order[pick++]->weight;
      std::rotate(order.begin() + static_cast<std::ptrdiff_t>(at), order.begin() + static_cast<std::ptrdiff_t>(pick),
                  order.begin() + static_cast<std::ptrdiff_t>(pick) + 1);
    }
  std::vector<io::Resolved> out;
  for (const auto* t : order)
    for (const auto& a : t->addresses) {
      out.push_back({request.protocol == io::Protocol::none ? io::Protocol::udp : request.protocol, a});
      if (!settings_.use_failover) return out;
    }
  return out;
}

void NetResolver::keep(const Lookup& l) {
  bool found = std::any_of(l.targets.begin(), l.targets.end(), [](const Target& t) { return !t.addresses.empty(); });
  if (!settings_.use_cache || (!found && l.failed)) return;
  auto ttl = static_cast<std::int64_t>(found ? l.ttl_s : static_cast<std::uint32_t>(std::max(0, settings_.cache_negative_ttl_s)));
  if (found) {
    ttl = std::max<std::int64_t>(ttl, settings_.cache_min_ttl_s);
    if (settings_.cache_max_ttl_s >= 0) ttl = std::min<std::int64_t>(ttl, settings_.cache_max_ttl_s);
  }
  if (ttl <= 0) return;
  if (cache_.size() >= kMaxCached) cache_.clear();
  cache_.insert_or_assign(cache_key(l.request), Cached{l.targets, now_ms() + static_cast<std::uint64_t>(ttl) * 1000});
}

void NetResolver::finish(Lookup& l) {
  if (l.next_target != 0) keep(l);
  ended_.push_back([done = std::move(l.done), found = in_order(l.request, l.targets)]() mutable { done(std::move(found)); });
}

void NetResolver::dispatch() {
  while (!ended_.empty()) {
    auto task = std::move(ended_.front());
    ended_.pop_front();
    task();
  }
}

void NetResolver::watch(ares_socket_t fd, bool read, bool write) {
  auto& w = watches_[fd];
  if (!read && !write) {
    if (w != nullptr) {
      w->gone = true;
      w->descriptor.cancel();
      w->descriptor.release();  // c-ares closes it
    }
    watches_.erase(fd);
    return;
  }
  if (w == nullptr) w = std::make_shared<Watch>(context_, fd);
  w->read = read;
  w->write = write;
  wait(w);
}

void NetResolver::wait(const std::shared_ptr<Watch>& w) {
  using Descriptor = boost::asio::posix::stream_descriptor;
  if (w->read && !w->reading) {
    w->reading = true;
    w->descriptor.async_wait(Descriptor::wait_read, [this, w](const boost::system::error_code& error) {
      w->reading = false;
      if (error || w->gone) return;
      ares_process_fd(channel_, w->fd, ARES_SOCKET_BAD);
      if (!w->gone) wait(w);
      arm_timer();
    });
  }
  if (w->write && !w->writing) {
    w->writing = true;
    w->descriptor.async_wait(Descriptor::wait_write, [this, w](const boost::system::error_code& error) {
      w->writing = false;
      if (error || w->gone) return;
      ares_process_fd(channel_, ARES_SOCKET_BAD, w->fd);
      if (!w->gone) wait(w);
      arm_timer();
    });
  }
}

void NetResolver::arm_timer() {
  timeval longest{5, 0}, buffer;
  if (watches_.empty()) {
    timer_.cancel();
    return;
  }
  timeval* next = ares_timeout(channel_, &longest, &buffer);
  timer_.expires_after(std::chrono::milliseconds(next->tv_sec * 1000 + next->tv_usec / 1000 + 1));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    arm_timer();
  });
}

}  // namespace kukini::net
