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

Found Tm::match(WorkerState& ws, const sip::Message& msg, Transaction*& out) {
  out = nullptr;
  const auto* via = msg.via();
  const auto* cseq = msg.cseq();
  if (via == nullptr || cseq == nullptr) return Found::none;
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
      out = t;
      return Found::retransmission;
    }
    if (!t->invite) continue;
    if (same_hop && t->uas_status >= 300 && acks_final(*t, msg.to_tag())) {
      out = t;
      return Found::ack_absorbed;
    }
    if (acks_2xx(*t, msg)) {
      out = t;
      return t->local_reply ? Found::ack_absorbed : Found::ack_end_to_end;
    }
  }
  return Found::none;
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
  Transaction* t = nullptr;
  match(ws, *c.msg, t);
  return t;
}

}  // namespace kukini::modules::tm
