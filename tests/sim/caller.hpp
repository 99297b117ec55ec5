// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Caller: places the planned calls as a user agent client (RFC 3261 §17.1.1) and watches what comes back for each.
#pragma once

#include "agent.hpp"

namespace kukini::simtest {

/// What the caller has seen of one call.
struct CallRecord {
  std::string call_id, branch, from, invite;
  std::uint64_t sent_ms = 0, final_ms = 0;
  unsigned interval = kT1;
  bool provisional = false, over = false, wants_cancel = false, cancel_sent = false, hung_up = false;
  int cancel_answer = -1;                   ///< -1 none yet, 0 none within Timer F
  std::vector<std::pair<int, std::string>> finals;  ///< different ones: code and To tag
  std::map<std::string, Dialog, std::less<>> dialogs;  ///< by To tag
  std::map<std::string, std::string, std::less<>> acks;  ///< by To tag
  int first_final() const { return finals.empty() ? 0 : finals.front().first; }
};

class Caller final : public Agent {
 public:
  Caller(sim::Network& network, const io::Address& proxy, Report& report);
  void place(unsigned index, const CallPlan& plan);
  const std::vector<std::unique_ptr<CallRecord>>& calls() const { return calls_; }
  unsigned byes_unanswered() const { return byes_unanswered_; }

 private:
  void on_request(const sip::Message& m, const io::Address& from) override;
  void on_reply(const sip::Message& m) override;
  void repeat_invite(CallRecord& call);
  void cancel(CallRecord& call);
  void accepted(CallRecord& call, const sip::Message& m, const std::string& tag, bool first);

  std::vector<std::unique_ptr<CallRecord>> calls_;
  std::vector<CallPlan> plans_;
  std::map<std::string, std::string, std::less<>> answers_;  ///< to requests of callees, by branch
  unsigned byes_unanswered_ = 0;
};

}  // namespace kukini::simtest
