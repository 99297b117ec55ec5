// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The caller's side of a call.
#include "caller.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kukini::simtest {

namespace {
constexpr std::string_view kSdp = "v=0\r\no=- 1 1 IN IP4 192.168.1.50\r\ns=-\r\nc=IN IP4 192.168.1.50\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";
}

Caller::Caller(sim::Network& network, const io::Address& proxy, Report& report) : Agent(network, "192.168.1.50", proxy, report) {}

void Caller::place(unsigned index, const CallPlan& plan) {
  calls_.push_back(std::make_unique<CallRecord>());
  plans_.push_back(plan);
  auto& call = *calls_.back();
  call.call_id = fmt::format("call-{}@192.168.1.50", index);
  call.branch = fmt::format("z9hG4bK-invite-{}", index);
  call.from = fmt::format("<sip:caller@192.168.1.50>;tag=from{}", index);
  auto ruri = fmt::format("sip:{}@192.168.1.1", 1000 + index);
  call.invite = request("INVITE", ruri, name_, call.branch, call.from, "<" + ruri + ">", call.call_id, 1, {},
                        fmt::format("Contact: <sip:caller@{}>\r\nContent-Type: application/sdp\r\n", name_), kSdp);
  call.sent_ms = endpoint_.network().now_ms();
  send(call.invite);
  repeat_invite(call);
  if (plan.cancel_ms != 0)
    after(plan.cancel_ms, [this, &call] {
      call.wants_cancel = true;
      if (call.provisional) cancel(call);
    });
}

// Timers A and B.
void Caller::repeat_invite(CallRecord& call) {
  after(call.interval, [this, &call] {
    if (call.provisional || !call.finals.empty()) return;
    if (endpoint_.network().now_ms() - call.sent_ms >= kTimerB) return;
    send(call.invite);
    call.interval *= 2;
    repeat_invite(call);
  });
}

void Caller::cancel(CallRecord& call) {
  if (call.cancel_sent || !call.finals.empty()) return;
  call.cancel_sent = true;
  auto ruri = call.invite.substr(7, call.invite.find(" SIP/2.0") - 7);
  send_request(request("CANCEL", ruri, name_, call.branch, call.from, "<" + ruri + ">", call.call_id, 1, {}), call.branch,
               [&call](int code) { call.cancel_answer = code; });
}

void Caller::on_reply(const sip::Message& m) {
  auto it = std::find_if(calls_.begin(), calls_.end(), [&](auto& c) { return c->branch == m.via()->branch && c->call_id == m.call_id(); });
  if (it == calls_.end() || m.next_via(m.via()) != nullptr) {
    report_.problem(fmt::format("a reply to an INVITE that was never sent: {} {}", m.first_line(), m.call_id()));
    return;
  }
  auto& call = **it;
  if (m.status_code() < 200) {
    if (!call.provisional && call.wants_cancel) {
      call.provisional = true;
      cancel(call);
    }
    call.provisional = true;
    return;
  }
  std::string tag(m.to_tag());
  auto final = std::pair(m.status_code(), tag);
  bool first = call.finals.empty();
  if (std::find(call.finals.begin(), call.finals.end(), final) == call.finals.end()) call.finals.push_back(final);
  if (first) call.final_ms = endpoint_.network().now_ms();
  if (m.status_code() < 300) return accepted(call, m, tag, first);
  // The ACK of the INVITE transaction, for each copy of the reply.
  auto ruri = call.invite.substr(7, call.invite.find(" SIP/2.0") - 7);
  send(request("ACK", ruri, name_, call.branch, call.from, m.value(sip::HeaderType::to), call.call_id, 1, {}));
}

void Caller::accepted(CallRecord& call, const sip::Message& m, const std::string& tag, bool first) {
  auto [it, fresh] = call.dialogs.try_emplace(tag);
  auto& d = it->second;
  if (fresh) {
    d.call_id = call.call_id;
    d.local = call.from;
    d.remote = std::string(m.value(sip::HeaderType::to));
    d.routes = values(m, sip::HeaderType::record_route);
    std::reverse(d.routes.begin(), d.routes.end());
    d.cseq = 1;
    if (m.contact() != nullptr) d.target = std::string(m.contact()->uri_text);
    if (d.target.empty()) report_.problem(call.call_id + ": a 2xx without Contact");
    if (d.routes.size() != 1) report_.problem(fmt::format("{}: {} Record-Route values in the 2xx", call.call_id, d.routes.size()));
    call.acks[tag] = request("ACK", d.target, name_, new_branch(), d.local, d.remote, d.call_id, 1, d.routes);
  }
  send(call.acks[tag]);
  if (!fresh) return;
  auto index = static_cast<std::size_t>(std::find_if(calls_.begin(), calls_.end(), [&](auto& c) { return c.get() == &call; }) - calls_.begin());
  const auto& plan = plans_[index];
  // A call that was given up, or a second callee that answers the same call, is ended at once.
  unsigned hold = !first || call.wants_cancel ? 0 : plan.hold_ms;
  if (first && !call.wants_cancel && plan.hang_up != HangUp::caller) return;
  after(hold, [this, &d] {
    bye(d, [this](int code) {
      if (code == 0) ++byes_unanswered_;
    });
  });
}

void Caller::on_request(const sip::Message& m, const io::Address&) {
  if (m.method() == sip::Method::ack || m.via() == nullptr) return;
  if (m.method() != sip::Method::bye) {
    report_.problem(fmt::format("the caller received {}", m.first_line()));
    return;
  }
  auto& answer = answers_[std::string(m.via()->branch)];
  if (answer.empty()) answer = reply_text(m, 200, {});
  send(answer);
}

}  // namespace kukini::simtest
