// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// c-ares driven by Asio: its sockets are watched, its timeouts are a timer.
#include "net/resolver.hpp"

#include <arpa/nameser.h>
#include <netdb.h>

#include <algorithm>

#include "io/address.hpp"

namespace kukini::net {

struct NetResolver::Lookup {
  NetResolver* resolver;
  io::ResolveRequest request;
  std::function<void(std::vector<io::Resolved>)> done;
  struct Target {
    std::string host;
    std::uint16_t port, priority, weight;
  };
  std::vector<Target> targets;
  std::size_t next_target = 0;
  std::vector<io::Resolved> found;
};

struct NetResolver::Watch {
  Watch(boost::asio::io_context& c, ares_socket_t f) : descriptor(c, f), fd(f) {}
  ~Watch() { descriptor.release(); }
  boost::asio::posix::stream_descriptor descriptor;
  ares_socket_t fd;
  bool read = false, write = false, reading = false, writing = false, gone = false;
};

NetResolver::NetResolver(boost::asio::io_context& context) : context_(context), timer_(context) {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  (void)library;
  ares_options options{};
  options.sock_state_cb = [](void* self, ares_socket_t fd, int read, int write) {
    static_cast<NetResolver*>(self)->watch(fd, read != 0, write != 0);
  };
  options.sock_state_cb_data = this;
  options.timeout = 2000;
  options.tries = 3;
  ares_init_options(&channel_, &options, ARES_OPT_SOCK_STATE_CB | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
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
  if (lookup->request.port == 0)
    find_servers(std::move(lookup));
  else {
    lookup->targets.push_back({lookup->request.host, lookup->request.port, 0, 0});
    find_addresses(std::move(lookup));
  }
  arm_timer();
}

void NetResolver::find_servers(std::shared_ptr<Lookup> lookup) {
  const auto& r = lookup->request;
  std::string name = r.secure ? "_sips._tcp." : r.protocol == io::Protocol::tcp ? "_sip._tcp." : "_sip._udp.";
  name += r.host;
  ares_query(channel_, name.c_str(), ns_c_in, ns_t_srv,
             [](void* arg, int status, int, unsigned char* bytes, int length) {
               std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(arg));
               Lookup& l = **held;
               ares_srv_reply* servers = nullptr;
               if (status == ARES_SUCCESS && ares_parse_srv_reply(bytes, length, &servers) == ARES_SUCCESS) {
                 for (auto* s = servers; s != nullptr; s = s->next) l.targets.push_back({s->host, s->port, s->priority, s->weight});
                 ares_free_data(servers);
                 // RFC 2782: lowest priority first; within one, the heavier first is the expected order of a weighted draw.
                 std::stable_sort(l.targets.begin(), l.targets.end(), [](const auto& a, const auto& b) {
                   return a.priority != b.priority ? a.priority < b.priority : a.weight > b.weight;
                 });
               }
               if (status == ARES_EDESTRUCTION) return;
               if (l.targets.empty()) l.targets.push_back({l.request.host, static_cast<std::uint16_t>(l.request.secure ? 5061 : 5060), 0, 0});
               l.resolver->find_addresses(*held);
             },
             new std::shared_ptr<Lookup>(lookup));
}

void NetResolver::find_addresses(std::shared_ptr<Lookup> lookup) {
  if (lookup->next_target == lookup->targets.size()) return finish(*lookup);
  const auto& target = lookup->targets[lookup->next_target];
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  ares_getaddrinfo(
      channel_, target.host.c_str(), nullptr, &hints,
      [](void* arg, int status, int, ares_addrinfo* info) {
        std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(arg));
        Lookup& l = **held;
        if (status == ARES_EDESTRUCTION) return;
        if (status == ARES_SUCCESS && info != nullptr) {
          for (int family : {AF_INET, AF_INET6})
            for (auto* n = info->nodes; n != nullptr; n = n->ai_next) {
              if (n->ai_family != family) continue;
              io::Resolved r{l.request.protocol == io::Protocol::none ? io::Protocol::udp : l.request.protocol, io::Address::from_sockaddr(n->ai_addr)};
              r.address.port = l.targets[l.next_target].port;
              l.found.push_back(r);
            }
          ares_freeaddrinfo(info);
        }
        ++l.next_target;
        l.resolver->find_addresses(*held);
      },
      new std::shared_ptr<Lookup>(lookup));
}

void NetResolver::finish(Lookup& l) {
  ended_.push_back([done = std::move(l.done), found = std::move(l.found)]() mutable { done(std::move(found)); });
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
