// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Replies: which branch they belong to, what they change, and passing them on (RFC 3261 §16.7, RFC 6026).
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "engine.hpp"
#include "sip/header_type.hpp"

namespace kukini::modules::tm {

bool Tm::on_reply(Context& c) {
  if (c.msg == nullptr || !c.msg->is_reply()) return false;
  const auto* via = c.msg->via();
  if (via == nullptr) return false;
  auto id = read_branch_id(via->branch);
  auto& ws = at(*c.worker);
  auto* t = id ? ws.table.at(id->slot, id->label) : nullptr;
  // Replies to what was sent before a restart go through.
  if (t == nullptr) return (id && (id->label >> 48) == ws.stamp && late_reply(c, *id)) || sl_reply(c);
  const auto* cseq = c.msg->cseq();
  bool for_cancel = cseq != nullptr && cseq->method == sip::Method::cancel && t->key.method != sip::Method::cancel;
  if (cseq == nullptr || id->branch >= t->branches.size() || c.msg->status_code() < 100 || (for_cancel && !t->invite) ||
      (!for_cancel && cseq->method != t->key.method) || cseq->number != t->key.cseq ||
      (config.callid_matching != 0 && c.msg->call_id() != t->key.call_id)) {
    c.worker->count(counters.bad_replies);
    log(Level::info, "tm", "reply with our branch {} does not fit its transaction, dropped", via->branch);
    return true;
  }
  c.worker->count(counters.rpl_received);
  if (t->depth != 0) {
    t->deferred.emplace_back().bytes.assign(c.msg->bytes());
    t->deferred.back().flow = c.flow;
    return true;
  }
  auto index = static_cast<std::uint8_t>(id->branch);
  if (for_cancel) {
    cancel_answered(*t->branches[index], *t, c.msg->status_code());
    settle(*t);
    return true;
  }
  auto* state = c.state;
  auto kind = c.route_kind;
  enter(*t);
  c.transaction = t;
  c.state = &t->state;
  c.branch_index = index;
  c.reply_code = c.msg->status_code();
  if (t->local) local_reply(*t, *t->branches[index], c);
  else handle_reply(*t, index, c);
  c.transaction = nullptr;
  c.state = state;
  c.route_kind = kind;
  leave(*t);
  return true;
}

/// A reply without transaction: on_sl_reply may keep it from being forwarded.
bool Tm::sl_reply(Context& c) {
  if (config.on_sl_reply.empty() || c.worker->program() == nullptr) return false;
  const auto& program = c.worker->program();
  int index = program->find_route(manifest::kOnreply, config.on_sl_reply);
  if (index < 0) return false;
  auto result = program->run(c, manifest::kOnreply, index);
  return result.dropped || result.rc == 0;
}

void Tm::handle_reply(Transaction& t, std::uint8_t index, Context& c) {
  auto& b = *t.branches[index];
  int code = c.reply_code;
  bool ok_to_invite = t.invite && code >= 200 && code < 300;
  if (b.final_handled && !ok_to_invite) {
    if (t.invite && code >= 300) {
      if (!b.ack.empty()) c.worker->transport().send(b.flow, b.ack.view());
      else if (!t.options.no_auto_ack) acknowledge(b, t, *c.msg);
    }
    c.worker->count(counters.rpl_absorbed);
    return;
  }
  bool kept = t.suspended_reply != nullptr && t.suspended_reply->branch == index;  // a reply of this branch waits already
  if (code >= 200) {
    if (!kept) stop_branch_timers(t, b);
    if (b.cancel) c.worker->timers().cancel(b.cancel->retransmit);
    if (t.invite && code >= 300 && !t.options.no_auto_ack) acknowledge(b, t, *c.msg);
  }
  bool dropped = false;
  if (t.options.on_reply >= 0 && !b.blind) {
    auto before = c.target.flags;
    c.target.flags = b.flags;
    const auto* waited = t.suspended_reply.get();
    dropped = run(t, c, manifest::kOnreply, t.options.on_reply).dropped;
    b.flags = std::exchange(c.target.flags, before);
    if (t.suspended_reply.get() != waited) return;  // goes on with t_continue()
    if (b.final_handled && !ok_to_invite) return;
    if (dropped && kept) {
      c.worker->count(counters.rpl_absorbed);
      return;
    }
    if (kept && code >= 200) stop_branch_timers(t, b);
  }
  if (code < 200) provisional(t, index, c, dropped);
  else final_reply(t, index, c);
}

void Tm::provisional(Transaction& t, std::uint8_t index, Context& c, bool dropped) {
  auto& b = *t.branches[index];
  bool first = b.status == 0, newer = c.reply_code >= 180 && c.reply_code > b.status;
  b.status = static_cast<std::uint16_t>(c.reply_code);
  b.received = b.replied = true;
  if (t.invite) {
    if (first) {
      c.worker->timers().cancel(b.retransmit);
      if (b.next == nullptr) keep_for_ack(b);  // else a refusal may let it go to the next address
    }
    if (!b.cancel && (first || newer || config.restart_fr_on_each_reply != 0)) start_final_response(t, b, fr_inv_ms(t));
    if (b.cancel_wanted && !b.cancel) {  // the caller has given up: it only lets the CANCEL go
      send_cancel(t, index, b.cancel_lines);
      dropped = true;
    }
  }
  if (b.blind || dropped || t.uas_status >= 200 || (c.reply_code == 100 && config.relay_100 == 0)) {
    c.worker->count(counters.rpl_absorbed);
    return;
  }
  pass_on(t, c);
  t.uas_status = static_cast<std::uint16_t>(c.reply_code);
}

/// Only CANCEL and ACK are made of an INVITE that has been answered provisionally: what they need of it is kept, as a CANCEL.
void Tm::keep_for_ack(UacBranch& b) {
  ArenaLease lease(*b.retransmit.owner->home->worker);
  sip::Message* sent = nullptr;
  sip::Message::parse(b.request.view(), *lease, sent);
  if (sent == nullptr) return;
  auto extra = extra_lines(*sent, *lease);
  auto room = (*lease).make_array<char>(b.request.view().size() + extra.size() + 256);
  if (auto n = sip::build_cancel(room, *sent, extra); n != 0 && n < b.request.view().size()) b.request.assign({room.data(), n});
}

void Tm::final_reply(Transaction& t, std::uint8_t index, Context& c) {
  auto& b = *t.branches[index];
  int code = c.reply_code;
  b.received = b.replied = true;
  if (code >= 300 || b.blind) {
    b.status = static_cast<std::uint16_t>(code);
    branch_done(t, index, &c);
    return;
  }
  b.status = static_cast<std::uint16_t>(code);
  b.final_handled = true;
  if (t.uas_status >= 200 && !t.invite) {
    c.worker->count(counters.rpl_absorbed);
    return;
  }
  if (t.invite) note_ok(t, text_hash(c.msg->to_tag()), false);
  // A 2xx to INVITE goes through even when another final reply has left (RFC 3261 §16.7 step 5, RFC 6026).
  bool first_answer = t.uas_status < 200;
  if (first_answer) {
    pass_on(t, c);
    t.to_tag.assign(c.msg->to_tag());
    answered(t, code, false);
    cancel_all(t, config.local_cancel_reason != 0 ? "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n" : "", index);
  } else {
    pass_on(t, c);
  }
}

/// A branch has ended without 2xx: by a reply (in `reply`) or by a timer.
void Tm::branch_done(Transaction& t, std::uint8_t index, Context* reply) {
  auto& b = *t.branches[index];
  b.final_handled = true;
  stop_branch_timers(t, b);
  if (t.local) {
    if (reply == nullptr) local_done(t, {408, true, "Request Timeout", t.home->worker->now_ms() - t.created_ms});
    return;
  }
  if (b.blind) return;
  if (t.uas_status >= 200) {
    t.home->worker->count(counters.rpl_absorbed);
    return;
  }
  if (reply != nullptr && config.failover_codes.has(b.status) && try_next_address(t, index)) return;
  if (reply != nullptr) {
    EditLists lists;
    lists.add(reply->edits);
    auto bound = reply->msg->bytes().size() + (reply->edits != nullptr ? reply->edits->growth() : 0) + 64;
    auto room = reply->arena->make_array<char>(bound);
    auto n = sip::encode_reply_forward(room, *reply->msg, lists.list, lists.n, t.reply_flow.protocol != io::Protocol::udp);
    b.reply.assign({room.data(), n});
  }
  run_branch_failure(t, index, reply);
  if (t.uas_status >= 200) return;
  if (b.status >= 600 && config.disable_6xx_block == 0 && !t.options.disable_6xx)
    cancel_all(t, config.local_cancel_reason != 0 ? "Reason: SIP;cause=" + std::to_string(b.status) + "\r\n" : std::string(), index);
  for (auto& other : t.branches)
    if (other->pending() && !other->blind) return;
  finish_leg(t);
}

void Tm::pass_on(Transaction& t, Context& c) {
  EditLists lists;
  lists.add(c.edits);
  auto bound = c.msg->bytes().size() + (c.edits != nullptr ? c.edits->growth() : 0) + 64;
  auto& transport = c.worker->transport();
  auto buffer = transport.reserve(bound);
  if (buffer.size() < bound) return;
  auto n = sip::encode_reply_forward(buffer, *c.msg, lists.list, lists.n, t.reply_flow.protocol != io::Protocol::udp);
  if (n == 0) return;
  t.last_reply.assign({buffer.data(), n});
  if (c.worker->has_onsend_reply()) {
    if (!c.worker->run_onsend(c, t.reply_flow, t.last_reply.view())) return;
    transport.send(t.reply_flow, t.last_reply.view());
  } else {
    transport.commit(t.reply_flow, n);
  }
  c.worker->count(counters.rpl_sent);
  c.worker->count(counters.rpl_relayed);
}

/// The ACK for a final reply that is no 2xx goes out at once and again for each copy of that reply.
void Tm::acknowledge(UacBranch& b, Transaction& t, const sip::Message& reply) {
  auto& worker = *t.home->worker;
  if (b.request.empty()) return;
  ArenaLease lease(worker);
  sip::Message* sent = nullptr;
  sip::Message::parse(b.request.view(), *lease, sent);
  if (sent == nullptr) return;
  auto extra = extra_lines(*sent, *lease);
  auto room = (*lease).make_array<char>(b.request.view().size() + reply.value(sip::HeaderType::to).size() + extra.size() + 256);
  auto n = sip::build_ack(room, *sent, reply, extra);
  b.ack.assign({room.data(), n});
  worker.transport().send(b.flow, b.ack.view());
}

}  // namespace kukini::modules::tm
