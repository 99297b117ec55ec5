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

bool acks_2xx(const Transaction& t, const sip::Message& msg) {
  if (!t.invite || t.uas_status < 200 || t.uas_status >= 300 || !same_call(t.key, msg)) return false;
  auto hash = text_hash(msg.to_tag());
  for (unsigned i = 0; i < t.ok_tag_count; ++i)
    if (t.ok_tags[i] == hash) return true;
  return false;
}

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
  const auto* cseq = msg.cseq();
  if (via == nullptr || cseq == nullptr) return {};
  bool ack = msg.method() == sip::Method::ack;
  bool cookie = sip::has_magic_cookie(via->branch);
  auto hash = Table::hash_of(msg.call_id(), cseq->number);
  for (auto* t = ws.table.bucket(hash); t != nullptr; t = t->chain) {
    if (t->bucket_hash != hash || t->key.cseq != cseq->number || t->local) continue;
    bool same_hop = cookie ? cookie_matches(t->key, *via) : old_rules(config, *t, msg, *via, ack);
    if (same_hop && config.callid_matching != 0 && t->key.call_id != msg.call_id()) same_hop = false;
    if (!ack) {
      if (!same_hop || t->key.method != msg.method()) continue;
      if (t->key.method == sip::Method::unknown && t->key.method_text != msg.method_text()) continue;
      return {Found::retransmission, t};
    }
    if (!t->invite) continue;
    if (same_hop && t->uas_status >= 300 && acks_final(*t, msg.to_tag())) return {Found::ack_absorbed, t};
    if (acks_2xx(*t, msg)) {
      t->acked = true;
      return {t->local_reply ? Found::ack_absorbed : Found::ack_end_to_end, t};
    }
  }
  return match_absorbed(ws, msg);
}

/// The same among what is left of finished transactions.
Match Tm::match_absorbed(WorkerState& ws, const sip::Message& msg) {
  if (ws.absorbed.size() == 0) return {};
  if (msg.method() != sip::Method::ack) {
    const auto* r = ws.absorbed.find(uas_print(ws, msg, msg.method()));
    return r != nullptr ? Match{Found::retransmission, nullptr, r} : Match{};
  }
  if (const auto* r = ws.absorbed.find(ack_print(ws, msg.call_id(), msg.cseq()->number, msg.from_tag(), text_hash(msg.to_tag()))); r != nullptr)
    return {(r->flags & Record::kLocal) != 0 ? Found::ack_absorbed : Found::ack_end_to_end, nullptr, r};
  const auto* r = ws.absorbed.find(uas_print(ws, msg, sip::Method::invite));
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
  const auto* cseq = msg.cseq();
  if (via == nullptr || cseq == nullptr) return nullptr;
  bool cookie = sip::has_magic_cookie(via->branch);
  auto hash = Table::hash_of(msg.call_id(), cseq->number);
  for (auto* t = ws.table.bucket(hash); t != nullptr; t = t->chain) {
    if (t->bucket_hash != hash || t->key.cseq != cseq->number || t->local || t->key.method == sip::Method::cancel) continue;
    if (cookie ? cookie_matches(t->key, *via) : old_rules(config, *t, msg, *via, true)) return t;
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
