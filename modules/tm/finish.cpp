// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The end of a transaction: what its peers may still repeat is absorbed by slim records (timers D, I, J of RFC 3261, L of RFC 6026), the rest
// goes at once. K and M need no record: replies to our own branches are known by their stamp (late_reply()).
#include <cstring>

#include "base/text.hpp"
#include "engine.hpp"
#include "stored.hpp"
#include "via_line.hpp"

namespace kukini::modules::tm {

namespace {

bool unreliable(const io::Flow& flow) { return flow.protocol == io::Protocol::udp; }

}  // namespace

std::uint64_t Tm::uas_print(const WorkerState& ws, const Key& key) const { return request_print(config, ws.seed, key); }

/// `method`: of the request that the message may be a copy of, or an ACK or CANCEL to. Via and CSeq are there.
std::uint64_t Tm::uas_print(const WorkerState& ws, const sip::Message& msg, sip::Method method) const {
  const auto& via = *msg.via();
  Key key;
  key.branch = via.branch;
  key.sent_by = via.sent_by;
  key.call_id = msg.call_id();
  key.from_tag = msg.from_tag();
  key.cseq = msg.cseq()->number;
  key.method = method;
  key.method_text = msg.method_text();
  key.rfc3261 = sip::has_magic_cookie(via.branch);
  if (!key.rfc3261) {
    key.via_hash = text_hash(via.text);
    key.ruri_hash = text_hash(msg.ruri());
  }
  return request_print(config, ws.seed, key);
}

/// Whether a repeated 2xx must go through the script: it must leave with the same changes as the first.
bool Tm::needs_script(const Transaction& t) const {
  return t.invite && !t.local && !t.local_reply && t.uas_status < 300 && t.options.on_reply >= 0;
}

void Tm::finish(Transaction& t) {
  auto& worker = *t.home->worker;
  auto* stands = t.local ? nullptr : keep_answer(t);
  if (t.invite)
    for (std::size_t i = 0; i < t.branches.size(); ++i)
      if (auto* r = keep_branch(t, static_cast<std::uint8_t>(i)); r != nullptr) stands = r;
  if (stands != nullptr) {
    stands->flags |= Record::kCounts;
    if (!t.waiting) worker.count(counters.waiting);
  }
  destroy(&t, stands != nullptr);
}

/// The server side.
Record* Tm::keep_answer(Transaction& t) {
  auto& ws = *t.home;
  Kind kind = !t.invite ? Kind::reply : t.uas_status < 300 ? Kind::accepted : Kind::refused;
  bool silent = t.last_reply.empty() && !t.invite;
  if (silent) kind = Kind::refused;
  if (kind != Kind::accepted && !unreliable(t.reply_flow)) return nullptr;  // over streams nothing is repeated: J and I are 0
  // A CANCEL is absorbed through its INVITE, for as long as any other request.
  auto queue = kind == Kind::refused && !t.cancel_seen && !silent ? Absorbed::kShort : Absorbed::kLong;
  std::size_t size = kind == Kind::reply ? stored_reply_size(t.last_reply.view(), t.to_tag.view()) : 0;
  if ((kind == Kind::reply && size == 0) || size > kMaxPayload) return nullptr;
  auto* r = ws.absorbed.add(queue, ws.worker->now_ms(), wait_ms(queue, t1(t)), uas_print(ws, t.key), kind, size);
  if (r == nullptr) return nullptr;
  if (t.force_rport) r->flags |= Record::kForceRport;
  if (t.cancel_seen) r->flags |= Record::kCancelSeen;
  if (kind == Kind::reply) store_reply(r->payload(), t.last_reply.view(), t.uas_status, t.to_tag.view());
  return r;
}

namespace {
/// Payload of Kind::ack.
struct AnsweredBy {
  std::uint64_t label;
  std::uint32_t slot;
};
}  // namespace

void Tm::expect_ack(WorkerState& ws, std::uint64_t print, std::uint32_t t1) {
  if (ws.absorbed.find(print) == nullptr) ws.absorbed.add(Absorbed::kLong, ws.worker->now_ms(), wait_ms(Absorbed::kLong, t1), print, Kind::ack);
}

/// A 2xx to an INVITE has left: its ACK is known from now on.
void Tm::note_ok(Transaction& t, std::uint64_t to_tag_hash, bool local) {
  constexpr std::uint8_t kMost = 16;
  auto& ws = *t.home;
  auto print = ack_print(ws.seed, t.key.call_id, t.key.cseq, t.key.from_tag, to_tag_hash);
  // The same once more: a repeated 2xx, or a request that comes by here twice.
  if (t.ok_count == kMost || ws.absorbed.find(print) != nullptr) return;
  ++t.ok_count;
  bool wanted = local || t.options.on_reply >= 0;  // it ends a repetition or a long wait
  auto* r = ws.absorbed.add(Absorbed::kLong, ws.worker->now_ms(), wait_ms(Absorbed::kLong, t1(t)), print, Kind::ack, wanted ? sizeof(AnsweredBy) : 0);
  if (r == nullptr) return;
  if (local) r->flags |= Record::kLocal;
  if (!wanted) return;
  AnsweredBy by{t.label, t.slot};
  std::memcpy(r->payload(), &by, sizeof by);
}

Transaction* Tm::answered_by(WorkerState& ws, const Record& record) {
  if (record.kind != Kind::ack || !record.has_payload()) return nullptr;
  AnsweredBy by;
  std::memcpy(&by, record.payload(), sizeof by);
  return ws.table.at(by.slot, by.label);
}

/// One branch of an INVITE that got no 2xx: its refusal is acknowledged again, even where it comes after we had given up.
Record* Tm::keep_branch(Transaction& t, std::uint8_t index) {
  auto& ws = *t.home;
  const auto& b = *t.branches[index];
  if (!unreliable(b.flow) || (b.received && b.status < 300)) return nullptr;
  auto sent = b.ack.empty() ? b.request.view() : b.ack.view();
  auto size = stored_branch_size(sent);
  if (size == 0) return nullptr;
  auto print = branch_print(ws.seed, t.label, index);
  auto* r = ws.absorbed.add(Absorbed::kLong, ws.worker->now_ms(), wait_ms(Absorbed::kLong, t1(t)), print, Kind::branch, size);
  if (r != nullptr) store_branch(r->payload(), sent, b.flow);
  return r;
}

/// A first CANCEL that comes after the end may be repeated for longer than its INVITE would be absorbed.
void Tm::keep_for_cancel(WorkerState& ws, Record& record) {
  if ((record.flags & Record::kCancelSeen) != 0) return;
  record.flags |= Record::kCancelSeen;
  auto print = record.print;  // adding another may drop this one
  auto ms = wait_ms(Absorbed::kLong, static_cast<std::uint32_t>(config.retr_timer1));
  auto* r = ws.absorbed.add(Absorbed::kLong, ws.worker->now_ms(), ms, print, Kind::refused);
  if (r != nullptr) r->flags = Record::kCancelSeen;
}

/// Timer J: the final reply again, made of the repeated request and of what was kept.
void Tm::repeat_answer(Context& c, const Record& record) {
  auto texts = read_reply(record.payload());
  if ((record.flags & Record::kForceRport) != 0) c.set(ProcessingFlag::force_rport);
  char ip[48];
  sip::ReplyOptions options;
  options.to_tag = texts.tag;
  options.header_lines = texts.lines;
  options.body = texts.body;
  options.record_route = false;  // among the lines, if it was there
  options.source = {{ip, c.flow.remote.write_ip(ip, false)}, c.flow.remote.port, c.has(ProcessingFlag::force_rport)};
  auto bound = c.msg->bytes().size() + texts.reason.size() + texts.tag.size() + texts.lines.size() + texts.body.size() + 256;
  auto& transport = c.worker->transport();
  auto buffer = transport.reserve(bound);
  if (buffer.size() < bound) return;
  auto n = sip::build_reply(buffer, *c.msg, texts.code, texts.reason, options);
  if (n == 0) return;
  transport.commit(c.worker->reply_flow(c), n);
  c.worker->count(counters.rpl_sent);
}

/// A reply to a transaction of ours that has ended. It has been answered long ago: a second, different answer must not follow (RFC 6026
/// §8.7). A 2xx to an INVITE goes through, without onreply_route (false): the caller may still need it (M).
bool Tm::late_reply(Context& c, const BranchId& id) {
  const auto* cseq = c.msg->cseq();
  int code = c.msg->status_code();
  bool invite = cseq != nullptr && cseq->method == sip::Method::invite;
  if (invite && code >= 200 && code < 300) {
    auto& ws = at(*c.worker);
    // Its ACK is expected, though another answer was given or none.
    expect_ack(ws, ack_print(ws.seed, c.msg->call_id(), cseq->number, c.msg->from_tag(), text_hash(c.msg->to_tag())),
               static_cast<std::uint32_t>(config.retr_timer1));
    return false;
  }
  if (invite && code >= 300) acknowledge_again(c, id);
  c.worker->count(counters.rpl_absorbed);
  return true;
}

/// Timer D.
void Tm::acknowledge_again(Context& c, const BranchId& id) {
  auto& ws = at(*c.worker);
  const auto* r = ws.absorbed.find(branch_print(ws.seed, id.label, id.branch));
  if (r == nullptr) return;
  StoredBranch head;
  std::memcpy(&head, r->payload(), sizeof head);
  auto texts = read_branch(r->payload());
  ViaLine via(*c.worker, head.flow, id);
  TextBuilder ack(*c.arena, 1024);
  ack << "ACK " << texts.ruri << " SIP/2.0\r\n" << via.view() << texts.routes;
  for (auto type : {sip::HeaderType::from, sip::HeaderType::to, sip::HeaderType::call_id})
    if (const auto* h = c.msg->first(type); h != nullptr) ack << c.msg->line(*h);
  ack << "CSeq: " << c.msg->cseq()->number << " ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  c.worker->transport().send(head.flow, ack.view());
}

void WorkerState::gone(void* self, const Record& record, bool early) {
  auto& ws = *static_cast<WorkerState*>(self);
  const auto& n = ws.tm->counters;
  if ((record.flags & Record::kCounts) != 0) {
    ws.worker->count(n.waiting, -1);
    ws.worker->count(n.current, -1);
    ws.worker->count(n.freed);
  }
  if (!early) return;
  ws.worker->count(n.wait_dropped);
  if (ws.warned_ms != 0 && ws.worker->now_ms() < ws.warned_ms + 60000) return;
  ws.warned_ms = ws.worker->now_ms();
  log(Level::warning, "tm", "worker {} keeps {} finished transactions and more would exceed wait_memory ({} MB): the oldest go early", ws.worker->index(),
      ws.absorbed.size(), static_cast<std::int64_t>(ws.tm->config.wait_memory));
}

}  // namespace kukini::modules::tm
