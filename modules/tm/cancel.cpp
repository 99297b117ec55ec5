// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CANCEL of our branches (RFC 3261 §9.1, §16.10): after a provisional reply, repeated until it is answered.
#include <algorithm>

#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

void Tm::cancel_all(Transaction& t, std::string_view lines, int except) {
  if (!t.invite) return;
  for (std::size_t i = 0; i < t.branches.size(); ++i)
    if (static_cast<int>(i) != except && t.branches[i]->pending()) cancel_branch(t, static_cast<std::uint8_t>(i), lines);
}

void Tm::cancel_branch(Transaction& t, std::uint8_t index, std::string_view lines) {
  auto& b = *t.branches[index];
  if (b.cancel || b.cancel_wanted) return;
  if (t.suspension != nullptr && t.suspension->branch == index) {  // nobody is there to answer it
    b.status = 487;
    branch_done(t, index, nullptr);
    return;
  }
  if (b.status >= 100) return send_cancel(t, index, lines);
  switch (config.cancel_b_method) {
    case 0:
      b.status = 487;
      branch_done(t, index, nullptr);
      break;
    case 2: send_cancel(t, index, lines); break;
    default:
      b.cancel_wanted = true;
      b.cancel_lines = lines;
  }
}

namespace {
void repeat_cancel(Timer& timer, Worker& worker) {
  auto& bt = static_cast<BranchTimer&>(timer);
  auto& t = *bt.owner;
  auto& cancel = t.branches[bt.index]->cancel;
  if (!cancel) return;
  if (worker.now_ms() >= cancel->end_ms) return t.home->tm->settle(t);
  worker.transport().send(t.branches[bt.index]->flow, cancel->sent.view());
  cancel->interval_ms = std::min(cancel->interval_ms * 2, t.home->tm->t2(t));
  worker.timers().arm(timer, std::min(worker.now_ms() + cancel->interval_ms, cancel->end_ms));
}
}  // namespace

void Tm::send_cancel(Transaction& t, std::uint8_t index, std::string_view lines) {
  auto& b = *t.branches[index];
  if (b.cancel || b.request.empty()) return;
  auto& worker = *t.home->worker;
  ArenaLease lease(worker);
  sip::Message* sent = nullptr;
  sip::Message::parse(b.request.view(), *lease, sent);
  if (sent == nullptr) return;
  auto extra = extra_lines(*sent, *lease);
  if (!extra.empty()) lines = (*lease).concat(lines, extra);
  auto room = (*lease).make_array<char>(b.request.view().size() + lines.size() + 256);
  auto n = sip::build_cancel(room, *sent, lines);
  if (n == 0) return;
  b.cancel = std::make_unique<LocalCancel>();
  auto& cancel = *b.cancel;
  cancel.sent.assign({room.data(), n});
  worker.transport().send(b.flow, cancel.sent.view());
  worker.timers().cancel(b.retransmit);
  auto now = worker.now_ms();
  cancel.end_ms = now + fr_ms(t);
  if (b.flow.protocol == io::Protocol::udp) {
    cancel.interval_ms = t1(t);
    cancel.retransmit.owner = &t;
    cancel.retransmit.index = index;
    cancel.retransmit.fire = repeat_cancel;
    worker.timers().arm(cancel.retransmit, now + cancel.interval_ms);
  }
  // The INVITE must end within this time, answered or not (RFC 3261 §9.1).
  if (b.pending()) start_final_response(t, b, fr_ms(t));
}

/// ac_extra_hdrs: header lines of the INVITE as it was sent whose names start so. Those that RFC 3261 has rules for stay out.
std::string_view Tm::extra_lines(const sip::Message& sent, base::Arena& arena) const {
  const auto& prefix = config.ac_extra_hdrs;
  if (prefix.empty()) return {};
  TextBuilder out(arena);
  for (const auto& h : sent.headers())
    if (h.type == sip::HeaderType::other && base::istarts_with(sent.name(h), prefix)) out << sent.line(h);
  return out.view();
}

void Tm::cancel_answered(UacBranch& b, Transaction& t, int code) {
  if (b.cancel && code >= 200) t.home->worker->timers().cancel(b.cancel->retransmit);
}

bool Tm::cancel(Transaction& t) {
  if (!t.invite || t.uas_status >= 200) return false;
  enter(t);
  t.canceled = true;
  cancel_all(t, {});
  leave(t);
  return true;
}

}  // namespace kukini::modules::tm
