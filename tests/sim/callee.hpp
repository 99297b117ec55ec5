// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Callee: a user agent server (RFC 3261 §17.2, §13.3.1.4) that takes each call as its plan says.
#pragma once

#include "agent.hpp"

namespace kukini::simtest {

/// What a callee remembers for the checks; a crash does not take it away.
struct CalleeRecord {
  std::map<std::string, std::vector<std::string>, std::less<>> branches;  ///< Via branches of INVITEs, by Call-ID, in order of arrival
  std::map<std::string, std::vector<int>, std::less<>> finals;            ///< final codes sent, by Call-ID
  std::vector<std::string> tags;                                          ///< To tags of 2xx sent
  std::vector<std::string> unacknowledged;                                ///< Call-IDs
  unsigned options = 0, byes_unanswered = 0, crashes = 0;
};

class Callee final : public Agent {
 public:
  /// `index` 0 or 1: which column of the plan is its own.
  Callee(sim::Network& network, std::string_view ip, unsigned index, const std::vector<CallPlan>& plans, const io::Address& proxy, Report& report);
  const CalleeRecord& record() const { return record_; }
  void crash() override;

 private:
  struct Served {  ///< an INVITE
    std::string text, tag, call_id, provisional, final;
    int code = 0;
    bool acked = false;
    unsigned interval = kT1, waited = 0;
    Dialog dialog;
    const CallPlan* plan = nullptr;
  };
  void on_request(const sip::Message& m, const io::Address& from) override;
  void on_reply(const sip::Message& m) override;
  void invite(const sip::Message& m);
  void ack(const sip::Message& m);
  void finish(std::shared_ptr<Served> s, int code);
  void repeat_final(std::shared_ptr<Served> s);
  void established(std::shared_ptr<Served> s);

  unsigned index_;
  const std::vector<CallPlan>& plans_;
  CalleeRecord record_;
  std::map<std::string, std::shared_ptr<Served>, std::less<>> served_;   ///< by Via branch
  std::map<std::string, std::string, std::less<>> answers_;             ///< to other requests, by method and Via branch
  unsigned tags_ = 0;
};

}  // namespace kukini::simtest
