// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// recvmmsg and sendmmsg behind UdpBatch.
#include "udp_batch.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace kukini::load {

UdpBatch::UdpBatch(const std::string& ip, std::uint16_t port) {
  fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int bytes = 8 << 20;
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
  setsockopt(fd_, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  if (inet_pton(AF_INET, ip.c_str(), &at.sin_addr) != 1) throw std::runtime_error("not an IPv4 address: " + ip);
  if (bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error("cannot bind " + ip + ":" + std::to_string(port) + ": " + std::strerror(errno));
  socklen_t len = sizeof at;
  getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &len);
  port_ = ntohs(at.sin_port);
  for (unsigned i = 0; i < kBatch; ++i) {
    in_iov_[i] = {in_[i].data(), kMaxBytes};
    out_iov_[i] = {out_[i].data(), 0};
    in_msgs_[i] = {};
    in_msgs_[i].msg_hdr.msg_iov = &in_iov_[i];
    in_msgs_[i].msg_hdr.msg_iovlen = 1;
    in_msgs_[i].msg_hdr.msg_name = &from_[i];
    out_msgs_[i] = {};
    out_msgs_[i].msg_hdr.msg_iov = &out_iov_[i];
    out_msgs_[i].msg_hdr.msg_iovlen = 1;
    out_msgs_[i].msg_hdr.msg_name = &to_[i];
    out_msgs_[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
  }
  datagrams_.reserve(kBatch);
}

UdpBatch::~UdpBatch() { close(fd_); }

const std::vector<UdpBatch::Datagram>& UdpBatch::receive() {
  datagrams_.clear();
  for (auto& m : in_msgs_) m.msg_hdr.msg_namelen = sizeof(sockaddr_in);
  int n = recvmmsg(fd_, in_msgs_.data(), kBatch, MSG_DONTWAIT, nullptr);
  for (int i = 0; i < n; ++i) {
    auto k = static_cast<unsigned>(i);
    datagrams_.push_back({{in_[k].data(), in_msgs_[k].msg_len}, from_[k]});
  }
  return datagrams_;
}

void UdpBatch::queued(std::size_t bytes, const sockaddr_in& to) {
  out_iov_[queued_].iov_len = bytes;
  to_[queued_] = to;
  if (++queued_ == kBatch) flush();
}

void UdpBatch::flush() {
  unsigned done = 0;
  int tries = 0;
  while (done < queued_) {
    int n = sendmmsg(fd_, out_msgs_.data() + done, queued_ - done, 0);
    if (n > 0) {
      done += static_cast<unsigned>(n);
      sent_ += static_cast<unsigned>(n);
    } else if ((errno == EAGAIN || errno == ENOBUFS) && ++tries < 1000) {
      continue;
    } else {
      ++done;  // refused by the peer (ICMP) or too long in the queue: this one is lost
      ++unsent_;
    }
  }
  queued_ = 0;
}

}  // namespace kukini::load
