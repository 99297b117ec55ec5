// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The callee's side of a call.
#include "callee.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace kukini::simtest {

namespace {
constexpr std::string_view kSdp = "v=0\r\no=- 1 1 IN IP4 192.168.1.10\r\ns=-\r\nc=IN IP4 192.168.1.10\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";
}

Callee::Callee(sim::Network& network, std::string_view ip, unsigned index, const std::vector<CallPlan>& plans, const io::Address& proxy, Report& report)
    : Agent(network, ip, proxy, report), index_(index), plans_(plans) {}

void Callee::crash() {
  Agent::crash();
  ++record_.crashes;
  served_.clear();
  answers_.clear();
}

void Callee::on_reply(const sip::Message& m) { report_.problem(fmt::format("{} received a reply to an INVITE: {}", name_, m.first_line())); }

void Callee::on_request(const sip::Message& m, const io::Address&) {
  if (m.via() == nullptr || m.via()->sent_by != "192.168.1.1" ) {
    if (m.via() == nullptr || m.via()->host != "192.168.1.1") report_.problem(fmt::format("{} received {} with a topmost Via that is not the proxy's", name_, m.first_line()));
  }
  if (m.method() == sip::Method::invite) return invite(m);
  if (m.method() == sip::Method::ack) return ack(m);
  std::string branch(m.via()->branch);
  auto& answer = answers_[std::string(m.method_text()) + " " + branch];
  if (answer.empty()) {
    int code = 481;
    std::shared_ptr<Served> served;
    if (m.method() == sip::Method::options) {
      ++record_.options;
      code = 200;
    } else if (m.method() == sip::Method::cancel) {
      if (auto it = served_.find(branch); it != served_.end()) served = it->second, code = 200;
    } else if (m.method() == sip::Method::bye) {
      for (auto& [key, s] : served_)
        if (s->call_id == m.call_id() && s->tag == m.to_tag()) code = 200, s->acked = true;
    } else {
      report_.problem(fmt::format("{} received {}", name_, m.first_line()));
    }
    answer = reply_text(m, code, fmt::format("other{}", ++tags_));
    send(answer);
    if (served != nullptr && served->code == 0) finish(served, 487);
    return;
  }
  send(answer);
}

void Callee::invite(const sip::Message& m) {
  std::string branch(m.via()->branch), call_id(m.call_id());
  if (auto it = served_.find(branch); it != served_.end()) {  // a copy: the last reply again
    auto& s = *it->second;
    if (!s.final.empty() ? s.code >= 300 || !s.acked : !s.provisional.empty()) send(s.final.empty() ? s.provisional : s.final);
    return;
  }
  auto& seen = record_.branches[call_id];
  if (std::find(seen.begin(), seen.end(), branch) == seen.end()) seen.push_back(branch);
  auto number = static_cast<std::size_t>(std::atoi(call_id.c_str() + 5));
  if (!call_id.starts_with("call-") || number >= plans_.size()) return report_.problem(fmt::format("{} received an INVITE of nobody: {}", name_, call_id));
  auto s = std::make_shared<Served>();
  s->plan = &plans_[number];
  s->text = std::string(m.bytes());
  s->call_id = call_id;
  s->tag = fmt::format("callee{}-{}-{}", index_, epoch_, ++tags_);
  served_[branch] = s;
  if (m.max_forwards().value != 69) report_.problem(fmt::format("{}: Max-Forwards is {} at the callee", call_id, m.max_forwards().value));
  if (m.body().empty()) report_.problem(call_id + ": the body got lost");
  auto behaviour = s->plan->at[index_];
  if (behaviour == Behaviour::silent) return;
  if (behaviour == Behaviour::ring || s->plan->ring_ms != 0) {
    s->provisional = reply_text(m, 180, s->tag, fmt::format("Contact: <sip:callee@{}>\r\n", name_));
    send(s->provisional);
  }
  if (behaviour == Behaviour::ring) return;
  int code = behaviour == Behaviour::answer ? 200 : behaviour == Behaviour::busy ? 486 : behaviour == Behaviour::refuse ? 503 : 603;
  if (s->plan->ring_ms == 0) return finish(s, code);
  after(s->plan->ring_ms, [this, s, code] {
    if (s->code == 0) finish(s, code);
  });
}

void Callee::finish(std::shared_ptr<Served> s, int code) {
  Parsed parsed(s->text);
  const auto& m = *parsed.message;
  s->code = code;
  record_.finals[s->call_id].push_back(code);
  if (code < 300) {
    record_.tags.push_back(s->tag);
    s->final = reply_text(m, code, s->tag, fmt::format("Contact: <sip:callee@{}>\r\n", name_), kSdp);
    auto& d = s->dialog;
    d.call_id = s->call_id;
    d.local = std::string(m.value(sip::HeaderType::to)) + ";tag=" + s->tag;
    d.remote = std::string(m.value(sip::HeaderType::from));
    d.target = m.contact() != nullptr ? std::string(m.contact()->uri_text) : "";
    d.routes = values(m, sip::HeaderType::record_route);
  } else {
    s->final = reply_text(m, code, s->tag);
  }
  send(s->final);
  repeat_final(s);
}

// Timers G and H; for 2xx the same times in the core (§13.3.1.4).
void Callee::repeat_final(std::shared_ptr<Served> s) {
  after(s->interval, [this, s] {
    if (s->acked) return;
    s->waited += s->interval;
    if (s->waited >= kTimerB) {
      record_.unacknowledged.push_back(s->call_id);
      return;
    }
    s->interval = std::min(s->interval * 2, kT2);
    send(s->final);
    repeat_final(s);
  });
}

void Callee::ack(const sip::Message& m) {
  for (auto& [branch, s] : served_) {
    bool own = s->code >= 300 ? branch == m.via()->branch : s->code >= 200 && s->call_id == m.call_id() && s->tag == m.to_tag();
    if (!own || s->acked) continue;
    s->acked = true;
    if (s->code < 300) established(s);
    return;
  }
}

void Callee::established(std::shared_ptr<Served> s) {
  if (s->plan->hang_up != HangUp::callee) return;
  after(s->plan->hold_ms, [this, s] {
    bye(s->dialog, [this](int code) {
      if (code == 0) ++record_.byes_unanswered;
    });
  });
}

}  // namespace kukini::simtest
