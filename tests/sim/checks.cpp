// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The checks, on what the proxy sent (so that loss on the way does not blur them) and on what the parties saw.
#include "checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace kukini::simtest {

namespace {

constexpr unsigned kFrTimer = 30'000;  ///< tm's fr_timer in the tutorial

/// What the proxy did with one call.
struct ProxySide {
  struct Branch {
    std::size_t callee = 0;
    std::uint64_t first_ms = 0;
    bool provisional = false, cancelled = false;
    int final = 0;                 ///< first final reply that reached the proxy
    std::uint64_t final_ms = 0;
  };
  std::map<std::string, Branch, std::less<>> branches;  ///< by Via branch of the INVITE
  std::vector<std::string> order;
  std::vector<std::pair<int, std::string>> finals;      ///< different ones sent to the caller
  std::uint64_t first_final_ms = 0;
};

class Checker {
 public:
  Checker(const History& h, Report& r) : history_(h), report_(r) {}

  void read() {
    for (const auto& t : history_.trace) {
      if (t.at_ms < history_.start_ms || (t.fate != sim::Fate::sent && t.fate != sim::Fate::delivered)) continue;
      if (t.bytes.find("\r\nCall-ID: call-") == std::string::npos) continue;
      bool out = t.fate == sim::Fate::sent && is_proxy(t.from), in = t.fate == sim::Fate::delivered && is_proxy(t.to);
      if (!out && !in) continue;
      Parsed p(t.bytes);
      if (p.message == nullptr) {
        report_.problem(fmt::format("{} sent something that is no valid SIP message: {}", t.from.to_string(), t.bytes.substr(0, 60)));
        continue;
      }
      const auto& m = *p.message;
      auto& call = calls_[std::string(m.call_id())];
      std::string branch(m.via() != nullptr ? m.via()->branch : "");
      if (out && m.is_request()) sent_request(t, m, call, branch);
      if (out && m.is_reply() && is_caller(t.to) && m.transaction_method() == sip::Method::invite && m.status_code() >= 200) sent_final(t, m, call);
      if (in && m.is_reply() && m.transaction_method() == sip::Method::invite) got_reply(t, m, call, branch);
    }
  }

  void judge(Outcome& out) {
    const auto& calls = history_.caller.calls();
    out.calls = static_cast<unsigned>(calls.size());
    for (const auto& c : calls) {
      auto& side = calls_[c->call_id];
      one_final(*c, side);
      branches(*c, side);
      out.answered += c->first_final() == 200;
      out.cancelled += c->cancel_sent;
      out.failovers += side.order.size() > 1;
    }
    ends();
    if (history_.plan.calm) calm(calls);
  }

 private:
  bool is_proxy(const io::Address& a) const { return a.bytes[3] == 1; }
  bool is_caller(const io::Address& a) const { return a.bytes[3] == 50; }
  std::uint64_t at(const sim::TraceEntry& t) const { return t.at_ms - history_.start_ms; }

  void sent_request(const sim::TraceEntry& t, const sip::Message& m, ProxySide& call, const std::string& branch) {
    auto id = m.call_id();
    if (m.method() == sip::Method::invite) {
      if (is_caller(t.to)) return report_.problem(fmt::format("{}: INVITE sent back to the caller", id));
      auto [it, fresh] = call.branches.try_emplace(branch);
      if (!fresh) return;
      it->second.callee = t.to.bytes[3] == 10 ? 0 : 1;
      it->second.first_ms = at(t);
      call.order.push_back(branch);
    } else if (m.method() == sip::Method::cancel) {
      auto it = call.branches.find(branch);
      if (it == call.branches.end()) return report_.problem(fmt::format("{}: CANCEL at {} ms for a branch that was never sent", id, at(t)));
      if (!it->second.provisional)
        report_.problem(fmt::format("{}: CANCEL at {} ms on branch {} before any provisional reply", id, at(t), branch));
      it->second.cancelled = true;
    }
  }

  void sent_final(const sim::TraceEntry& t, const sip::Message& m, ProxySide& call) {
    if (stateless(m)) return;
    auto final = std::pair(m.status_code(), std::string(m.to_tag()));
    if (call.finals.empty()) call.first_final_ms = at(t);
    if (std::find(call.finals.begin(), call.finals.end(), final) == call.finals.end()) call.finals.push_back(final);
  }

  void got_reply(const sim::TraceEntry& t, const sip::Message& m, ProxySide& call, const std::string& branch) {
    auto it = call.branches.find(branch);
    if (it == call.branches.end()) return;
    if (m.status_code() < 200) it->second.provisional = true;
    else if (it->second.final == 0) it->second.final = m.status_code(), it->second.final_ms = at(t);
  }

  /// The tutorial's script selects a destination before it looks for a transaction: each copy of an INVITE that finds all destinations
  /// down gets a stateless 503 of its own, whatever becomes of the other copies. Kamailio does the same.
  static bool stateless(const sip::Message& m) {
    return m.status_code() == 503 && m.reason() == "Service Unavailable" && !m.to_tag().starts_with("callee");
  }

  /// A 2xx of a branch that the proxy had given up (its timer had fired) goes to the caller even after another final reply
  /// (RFC 3261 §16.7, RFC 6026): the only thing that may make a second one.
  static bool late_ok(const ProxySide& side) {
    return std::any_of(side.branches.begin(), side.branches.end(),
                       [](const auto& b) { return b.second.final / 100 == 2 && b.second.final_ms >= b.second.first_ms + kFrTimer - 50; });
  }

  void one_final(const CallRecord& c, const ProxySide& side) {
    // The answer may be lost with the callee that alone could repeat it.
    bool died = history_.callees[0]->record().crashes + history_.callees[1]->record().crashes != 0 && !side.finals.empty() && side.finals[0].first / 100 == 2;
    if (c.finals.empty() && died) return;
    if (c.finals.empty())
      return report_.problem(fmt::format("{}: no final answer ({}, proxy sent {})", c.call_id, c.provisional ? "provisional only" : "nothing at all", list(side.finals)));
    for (const auto& f : c.finals)
      if (std::find(side.finals.begin(), side.finals.end(), f) == side.finals.end() && f.first != 503)
        report_.problem(fmt::format("{}: the caller saw a {} that the proxy did not send", c.call_id, f.first));
    if (side.finals.size() > 1 && !late_ok(side)) report_.problem(fmt::format("{}: the proxy sent several final answers: {}", c.call_id, list(side.finals)));
    std::size_t refusals = 0;
    for (const auto& [code, tag] : side.finals) {
      refusals += code >= 300;
      if (code / 100 == 2 && !known_tag(tag)) report_.problem(fmt::format("{}: a {} that no callee sent", c.call_id, code));
      if (code == 486 && !sent_by_callee(c.call_id, code)) report_.problem(fmt::format("{}: a {} that no callee sent", c.call_id, code));
      if (code == 487 && !c.cancel_sent) report_.problem(fmt::format("{}: 487 without CANCEL", c.call_id));
      // tm passes a callee's 503 on as 500 (RFC 3261 §16.7): the proxy is not what is overloaded.
      if (code == 500 && !sent_by_callee(c.call_id, 503)) report_.problem(fmt::format("{}: a 500 though no callee sent 503", c.call_id));
      if (code != 200 && code != 500 && code != 486 && code != 487 && code != 408 && code != 503 && code != 603) report_.problem(fmt::format("{}: answered with {}", c.call_id, code));
    }
    if (refusals > 1) report_.problem(fmt::format("{}: refused twice: {}", c.call_id, list(side.finals)));
    if (c.cancel_sent && c.cancel_answer <= 0) report_.problem(fmt::format("{}: CANCEL was not answered", c.call_id));
  }

  void branches(const CallRecord& c, const ProxySide& side) {
    std::array<unsigned, 2> at_callee{};
    for (const auto& [name, b] : side.branches) ++at_callee[b.callee];
    for (std::size_t i = 0; i < 2; ++i) {
      if (at_callee[i] > 1) report_.problem(fmt::format("{}: {} branches to the same callee", c.call_id, at_callee[i]));
      auto it = history_.callees[i]->record().branches.find(c.call_id);
      if (it != history_.callees[i]->record().branches.end() && it->second.size() > 1)
        report_.problem(fmt::format("{}: callee {} saw {} branches", c.call_id, "AB"[i], it->second.size()));
    }
    if (side.order.size() < 2) return;
    const auto& first = side.branches.find(side.order[0])->second;
    const auto& second = side.branches.find(side.order[1])->second;
    bool refused = first.final >= 500 && first.final_ms <= second.first_ms, timed_out = second.first_ms >= first.first_ms + kFrTimer - 50;
    if (!refused && !timed_out)
      report_.problem(fmt::format("{}: sent to the other callee at {} ms though the first (at {} ms) gave no reason (final {})", c.call_id, second.first_ms,
                                  first.first_ms, first.final));
    if (side.order.size() > 2) report_.problem(fmt::format("{}: {} branches", c.call_id, side.order.size()));
  }

  void ends() {
    bool crashed = history_.callees[0]->record().crashes + history_.callees[1]->record().crashes != 0;
    for (const auto* callee : history_.callees)
      for (const auto& who : callee->record().unacknowledged)
        report_.problem(fmt::format("{}: nobody acknowledged the final answer of {}", who, callee->name()));
    if (!crashed && history_.caller.byes_unanswered() != 0) report_.problem(fmt::format("{} BYEs of the caller were never answered", history_.caller.byes_unanswered()));
    for (const auto* callee : history_.callees)
      if (callee->record().byes_unanswered != 0) report_.problem(fmt::format("{} BYEs of {} were never answered", callee->record().byes_unanswered, callee->name()));
  }

  void calm(const std::vector<std::unique_ptr<CallRecord>>& calls) {
    std::array<std::size_t, 2> n{history_.callees[0]->record().branches.size(), history_.callees[1]->record().branches.size()};
    for (const auto& c : calls)
      if (c->first_final() != 200) report_.problem(fmt::format("{}: {} where nothing went wrong", c->call_id, c->first_final()));
    if (std::max(n[0], n[1]) - std::min(n[0], n[1]) > 1) report_.problem(fmt::format("round robin gave {} calls to A and {} to B", n[0], n[1]));
  }

  bool known_tag(const std::string& tag) const {
    return std::any_of(history_.callees.begin(), history_.callees.end(), [&](const Callee* c) {
      return std::find(c->record().tags.begin(), c->record().tags.end(), tag) != c->record().tags.end();
    });
  }
  bool sent_by_callee(const std::string& call_id, int code) const {
    return std::any_of(history_.callees.begin(), history_.callees.end(), [&](const Callee* c) {
      auto it = c->record().finals.find(call_id);
      return it != c->record().finals.end() && std::find(it->second.begin(), it->second.end(), code) != it->second.end();
    });
  }
  static std::string list(const std::vector<std::pair<int, std::string>>& finals) {
    std::string out;
    for (const auto& [code, tag] : finals) out += fmt::format("{}{} (tag {})", out.empty() ? "" : ", ", code, tag);
    return out.empty() ? "none" : out;
  }

  const History& history_;
  Report& report_;
  std::map<std::string, ProxySide> calls_;
};

}  // namespace

void check(const History& history, Report& report, Outcome& out) {
  Checker checker(history, report);
  checker.read();
  checker.judge(out);
}

}  // namespace kukini::simtest
