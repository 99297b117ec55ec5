// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Caller and Callee: the two ends of the calls that are placed through the server under test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "udp_batch.hpp"

namespace kukini::load {

struct Counts {
  std::uint64_t started = 0, answered = 0, completed = 0, rejected = 0, lost = 0;
  std::uint64_t received = 0, retransmissions = 0;
};

/// Places calls: INVITE, on 200 ACK, after the hold time BYE. Nothing is retransmitted: a lost datagram is a failed call.
class Caller {
 public:
  Caller(UdpBatch& socket, const sockaddr_in& proxy, std::string ip, std::uint64_t hold_us, std::uint64_t give_up_us);
  void start_call(std::uint64_t now_us);
  void on_datagram(std::string_view bytes, std::uint64_t now_us);
  /// Sends the BYEs that are due and gives up calls that wait too long.
  void tick(std::uint64_t now_us);
  bool idle() const { return first_open_ == calls_.size(); }
  const Counts& counts() const { return counts_; }
  /// INVITE to 200, microseconds, of answered calls.
  std::vector<std::uint32_t>& latencies() { return latencies_; }

 private:
  enum class Step : std::uint8_t { inviting, talking, ending, done };
  struct Call {
    std::uint64_t at_us = 0;  ///< when the step began
    Step step = Step::inviting;
    std::string bye;          ///< kept from the answer until sent
  };
  void finish(Call& call, bool ok);

  UdpBatch& socket_;
  sockaddr_in proxy_;
  std::string ip_, salt_;
  std::uint64_t hold_us_, give_up_us_;
  std::vector<Call> calls_;
  std::size_t first_open_ = 0, first_talking_ = 0;
  std::vector<std::size_t> talking_;  ///< in order of answer
  Counts counts_;
  std::vector<std::uint32_t> latencies_;
};

/// Answers: INVITE with 180 and 200, BYE and OPTIONS with 200.
class Callee {
 public:
  Callee(UdpBatch& socket, std::string ip) : socket_(socket), ip_(std::move(ip)) {}
  void on_datagram(std::string_view bytes, const sockaddr_in& from);
  std::uint64_t invites() const { return invites_; }

 private:
  void reply(std::string_view request, std::string_view status, const sockaddr_in& to, bool body);
  UdpBatch& socket_;
  std::string ip_;
  std::uint64_t invites_ = 0;
};

}  // namespace kukini::load
