// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which transaction a request belongs to: RFC 3261 §17.2.3, the older rules for clients without magic cookie, and ACKs to 2xx.
#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

bool same_call(const Key& key, const sip::Message& msg) { return key.call_id == msg.call_id() && key.from_tag == msg.from_tag(); }

bool cookie_matches(const Key& key, const sip::Via& via) {
  return key.rfc3261 && key.branch == via.branch && base::iequals(key.sent_by, via.sent_by);
}

/// Whether the To tag of an ACK is that of the final reply of the transaction.
bool acks_final(const Transaction& t, std::string_view to_tag) { return to_tag.empty() || t.to_tag.empty() || t.to_tag.view() == to_tag; }

bool old_rules(const Config& config, const Transaction& t, const sip::Message& msg, const sip::Via& via, bool ack_or_cancel) {
  const Key& key = t.key;
  if (key.rfc3261 || !same_call(key, msg)) return false;
  if (config.ruri_matching != 0 && key.ruri_hash != text_hash(msg.ruri())) return false;
  if (config.via1_matching != 0 && key.via_hash != text_hash(via.text)) return false;
  if (!ack_or_cancel) return key.method == msg.method() && key.method_text == msg.method_text();
  return t.invite;
}

}  // namespace

Match Tm::match(WorkerState& ws, const sip::Message& msg) {
  const auto* via = msg.via();
  if (via == nullptr || msg.cseq() == nullptr) return {};
  bool ack = msg.method() == sip::Method::ack;
  bool cookie = sip::has_magic_cookie(via->branch);
  auto print = uas_print(ws, msg, ack ? sip::Method::invite : msg.method());
  for (auto* t = ws.table.bucket(print); t != nullptr; t = t->chain) {
    if (t->print != print || t->key.cseq != msg.cseq()->number) continue;
    if (!(cookie ? cookie_matches(t->key, *via) : old_rules(config, *t, msg, *via, ack))) continue;
    if (t->key.call_id != msg.call_id()) continue;
    if (ack) {
      if (t->uas_status >= 300 && acks_final(*t, msg.to_tag())) return {Found::ack_absorbed, t};
      continue;
    }
    if (t->key.method != msg.method() || (t->key.method == sip::Method::unknown && t->key.method_text != msg.method_text())) continue;
    return {Found::retransmission, t};
  }
  return match_absorbed(ws, msg, print);
}

/// The same among what is left of finished transactions, and ACKs of 2xx. `print`: of the request, for an ACK of its INVITE.
Match Tm::match_absorbed(WorkerState& ws, const sip::Message& msg, std::uint64_t print) {
  if (ws.absorbed.size() == 0) return {};
  if (msg.method() != sip::Method::ack) {
    const auto* r = ws.absorbed.find(print);
    return r != nullptr ? Match{Found::retransmission, nullptr, r} : Match{};
  }
  if (const auto* r = ws.absorbed.find(ack_print(ws.seed, msg.call_id(), msg.cseq()->number, msg.from_tag(), text_hash(msg.to_tag()))); r != nullptr) {
    auto* t = answered_by(ws, *r);
    if (t != nullptr) t->acked = true;
    return {(r->flags & Record::kLocal) != 0 ? Found::ack_absorbed : Found::ack_end_to_end, t, r};
  }
  const auto* r = ws.absorbed.find(print);
  return r != nullptr && r->kind == Kind::refused ? Match{Found::ack_absorbed, nullptr, r} : Match{};
}

/// What a repeated request or the ACK of a final answer does.
void Tm::absorb(Context& c, const Match& m) {
  if (m.t == nullptr) {
    if (m.found == Found::retransmission && m.record->kind == Kind::reply) repeat_answer(c, *m.record);
    return;
  }
  auto& t = *m.t;
  if (m.found == Found::ack_absorbed) return acked(t);
  // RFC 6026 §7.1: whoever sent the 2xx to an INVITE repeats it, not we.
  if (t.last_reply.empty() || (t.invite && t.uas_status >= 200 && t.uas_status < 300)) return;
  c.worker->transport().send(t.reply_flow, t.last_reply.view());
  c.worker->count(counters.rpl_sent);
}

void Tm::acked(Transaction& t) {
  if (t.waiting || !t.timer.armed()) return;
  t.home->worker->timers().cancel(t.timer);
  settle(t);
}

Transaction* Tm::match_cancel(WorkerState& ws, const sip::Message& msg) {
  const auto* via = msg.via();
  if (via == nullptr || msg.cseq() == nullptr) return nullptr;
  bool cookie = sip::has_magic_cookie(via->branch);
  auto look = [&](sip::Method method) -> Transaction* {
    auto print = uas_print(ws, msg, method);
    for (auto* t = ws.table.bucket(print); t != nullptr; t = t->chain)
      if (t->print == print && t->key.cseq == msg.cseq()->number && t->key.call_id == msg.call_id() &&
          (cookie ? cookie_matches(t->key, *via) : old_rules(config, *t, msg, *via, true)))
        return t;
    return nullptr;
  };
  if (auto* t = look(sip::Method::invite); t != nullptr || !cookie) return t;
  // Not what CANCEL is for, but it belongs to that transaction all the same.
  for (int m = 0; m <= static_cast<int>(sip::Method::unknown) - 1; ++m) {
    auto method = static_cast<sip::Method>(m);
    if (method == sip::Method::invite || method == sip::Method::ack || method == sip::Method::cancel) continue;
    if (auto* t = look(method); t != nullptr) return t;
  }
  return nullptr;
}

Record* Tm::match_cancel_absorbed(WorkerState& ws, const sip::Message& msg) {
  if (msg.via() == nullptr || msg.cseq() == nullptr) return nullptr;
  return ws.absorbed.find(uas_print(ws, msg, sip::Method::invite));
}

bool Tm::knows(Context& c) {
  if (find(c) != nullptr) return true;
  return c.msg != nullptr && c.msg->is_request() && match(at(*c.worker), *c.msg).found != Found::none;
}

Transaction* Tm::find(Context& c) {
  if (c.transaction != nullptr) return c.transaction;
  auto& ws = at(*c.worker);
  if (c.msg == nullptr) return nullptr;
  if (c.msg->is_reply()) {
    const auto* via = c.msg->via();
    if (via == nullptr) return nullptr;
    auto id = read_branch_id(via->branch);
    return id ? ws.table.at(id->slot, id->label) : nullptr;
  }
  return match(ws, *c.msg).t;
}

}  // namespace kukini::modules::tm
