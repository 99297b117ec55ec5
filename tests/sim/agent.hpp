// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Agent: a SIP endpoint on the virtual network; what caller and callees share: client transactions, replies, dialogs.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "plan.hpp"
#include "sim/network.hpp"
#include "sip/message.hpp"

namespace kukini::simtest {

constexpr unsigned kT1 = 500, kT2 = 4000, kTimerB = 64 * kT1;

/// Bytes read as a SIP message, with the memory that takes.
struct Parsed {
  explicit Parsed(std::string_view bytes) : text(bytes) {
    if (sip::Message::parse(text, arena, message) != sip::ParseOutcome::ok) message = nullptr;
  }
  std::string text;
  base::Arena arena{2048};
  sip::Message* message = nullptr;
};

/// One side of a call.
struct Dialog {
  std::string call_id, local, remote;  ///< whole values of From and To as this side sends them, tags included
  std::string target;                  ///< the peer's Contact URI
  std::vector<std::string> routes;     ///< values of Route
  unsigned cseq = 0;
};

/// Values of all lines of one header, split at commas.
std::vector<std::string> values(const sip::Message& m, sip::HeaderType type);
std::string request(std::string_view method, std::string_view ruri, std::string_view via, std::string_view branch, std::string_view from, std::string_view to,
                    std::string_view call_id, unsigned cseq, const std::vector<std::string>& routes, std::string_view more = {}, std::string_view body = {});

/// What all parties of one run report to.
struct Report {
  std::vector<std::string> problems;
  void problem(std::string text) {
    if (problems.size() < 20) problems.push_back(std::move(text));
  }
};

class Agent {
 public:
  Agent(sim::Network& network, std::string_view ip, const io::Address& proxy, Report& report);
  Agent(const Agent&) = delete;
  virtual ~Agent() = default;

  sim::Endpoint& endpoint() { return endpoint_; }
  const std::string& name() const { return name_; }  ///< "ip:port"

  /// A request other than INVITE and ACK, repeated as RFC 3261 §17.1.2 says; `done` gets the final code, 0 for none within Timer F.
  void send_request(std::string text, std::string branch, std::function<void(int)> done);
  void send(std::string_view text) { endpoint_.send(proxy_, text); }
  /// Like Endpoint::after, but not once the agent has crashed in between.
  void after(unsigned ms, std::function<void()> task);
  /// BYE in a dialog.
  void bye(Dialog& dialog, std::function<void(int)> done);
  std::string new_branch();
  virtual void crash();
  void revive() { endpoint_.revive(); }

 protected:
  virtual void on_request(const sip::Message& m, const io::Address& from) = 0;
  /// Replies that belong to no transaction of send_request().
  virtual void on_reply(const sip::Message& m) = 0;
  std::string reply_text(const sip::Message& m, int code, std::string_view tag, std::string_view more = {}, std::string_view body = {}) const;

  sim::Endpoint& endpoint_;
  io::Address proxy_;
  std::string name_;
  Report& report_;
  unsigned epoch_ = 0;  ///< counts crashes

 private:
  struct Client {
    std::string text;
    std::function<void(int)> done;
    unsigned interval = kT1, waited = 0;
    bool over = false;
  };
  void repeat(std::shared_ptr<Client> client);
  void receive(const sim::Packet& packet);
  std::map<std::string, std::shared_ptr<Client>, std::less<>> clients_;
  unsigned branches_ = 0;
};

}  // namespace kukini::simtest
