// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Batches in and out of one worker.
#include "net/transport.hpp"

#include <time.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include <cstring>

namespace kukini::net {

namespace {
constexpr std::size_t kSendBytes = 256 * 1024;
constexpr std::size_t kSendQueue = 128;
constexpr std::size_t kLocalCache = 4096;
}  // namespace

base::Result<> NetTransport::open(const SocketOptions& options, bool probe) {
  out_.resize(kSendBytes);
  queue_.reserve(kSendQueue);
  batch_.reserve(Slab::kDatagrams);
  slabs_.push_back(std::make_unique<Slab>());
  for (const auto& s : sockets_) {
    auto socket = UdpSocket::open(s, options, probe);
    if (!socket) return base::Error{socket.error()};
    bound_.push_back(std::make_unique<Bound>(context_, std::move(*socket)));
  }
  return {};
}

void NetTransport::await(Bound& b) {
  b.waiting = true;
  b.readiness.async_wait(boost::asio::posix::stream_descriptor::wait_read, [&b](const boost::system::error_code& error) {
    b.waiting = false;
    if (!error) b.readable = true;
  });
}

void NetTransport::receive() {
  Slab& slab = *slabs_[slab_];
  for (auto& b : bound_) {
    if (b == nullptr || !b->readable) continue;
    auto used = static_cast<unsigned>(batch_.size());
    if (used == Slab::kDatagrams) return;
    unsigned n = b->socket->receive(slab, used, batch_);
    if (n < Slab::kDatagrams - used) b->readable = false;  // drained; waiting again reports what came meanwhile
  }
}

std::span<const io::Received> NetTransport::poll(int max_wait_ms) {
  batch_.clear();
  if (slabs_[slab_]->pins != 0) {
    slab_ = 0;
    while (slab_ < slabs_.size() && slabs_[slab_]->pins != 0) ++slab_;
    if (slab_ == slabs_.size()) slabs_.push_back(std::make_unique<Slab>());
  }
  bool ready = false;
  for (auto& b : bound_) {
    if (b == nullptr) continue;
    if (b->readable) ready = true;
    else if (!b->waiting) await(*b);
  }
  if (context_.stopped()) context_.restart();
  if (ready || max_wait_ms == 0)
    context_.poll();
  else
    context_.run_one_for(std::chrono::milliseconds(max_wait_ms));
  receive();
  return batch_;
}

void NetTransport::gather(unsigned us) {
  timespec time{0, static_cast<long>(us) * 1000};
  ::nanosleep(&time, nullptr);
}

std::uint32_t NetTransport::pin(const io::Received&) {
  ++slabs_[slab_]->pins;
  return slab_;
}

void NetTransport::unpin(std::uint32_t pinned) { --slabs_[pinned]->pins; }

bool NetTransport::send(const io::Flow& to, std::string_view bytes) {
  auto room = reserve(bytes.size());
  std::memcpy(room.data(), bytes.data(), bytes.size());
  return commit(to, bytes.size());
}

std::span<char> NetTransport::reserve(std::size_t bytes) {
  if (out_.size() - out_used_ < bytes) flush();
  if (out_.size() < bytes) out_.resize(bytes);
  return {out_.data() + out_used_, out_.size() - out_used_};
}

bool NetTransport::commit(const io::Flow& to, std::size_t bytes) {
  if (to.socket >= bound_.size() || bound_[to.socket] == nullptr || to.remote.family == io::Family::none || bytes > 65507) return false;
  queue_.push_back({to.remote, to.local, to.socket, static_cast<std::uint32_t>(out_used_), static_cast<std::uint32_t>(bytes)});
  out_used_ += bytes;
  if (queue_.size() == kSendQueue) flush();
  return true;
}

void NetTransport::flush() {
  std::span<const Outgoing> left = queue_;
  while (!left.empty()) {
    std::size_t n = 1;
    while (n < left.size() && left[n].socket == left[0].socket) ++n;
    bound_[left[0].socket]->socket->send(left.first(n), out_.data());
    left = left.subspan(n);
  }
  queue_.clear();
  out_used_ = 0;
}

void NetTransport::wake() {
  boost::asio::post(context_, [] {});
}

io::Address NetTransport::local_address_for(std::uint16_t socket, const io::Address& remote) {
  io::Address bound = socket < sockets_.size() ? sockets_[socket].address : io::Address{};
  if (!bound.is_wildcard()) return bound;
  io::Address local = route_to(remote);
  if (local.family == io::Family::none) return bound;
  local.port = bound.port;
  return local;
}

io::Address NetTransport::route_to(const io::Address& remote) {
  io::Address key = remote;
  key.port = 0;
  auto found = local_for_.find(key);
  if (found == local_for_.end()) {
    if (local_for_.size() >= kLocalCache) local_for_.clear();
    io::Address local;
    int fd = ::socket(remote.family == io::Family::ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_storage at;
    io::Address to = remote;
    if (to.port == 0) to.port = 5060;
    socklen_t length = to.to_sockaddr(at);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&at), length) == 0) {
      length = sizeof at;
      if (::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &length) == 0) {
        local = io::Address::from_sockaddr(reinterpret_cast<sockaddr*>(&at));
        local.port = 0;
      }
    }
    if (fd >= 0) ::close(fd);
    found = local_for_.emplace(key, local).first;
  }
  return found->second;
}

}  // namespace kukini::net
