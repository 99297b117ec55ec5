// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Birth and end of transactions, what they keep of the request, and running their routes.
#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

ProgramRef* WorkerState::hold(const Program* program) {
  if (program == nullptr) program = worker->program().get();
  if (program == nullptr) return nullptr;
  for (auto& p : programs)
    if (p->program.get() == program) {
      ++p->users;
      return p.get();
    }
  programs.push_back(std::make_unique<ProgramRef>(ProgramRef{program->shared_from_this(), 1}));
  return programs.back().get();
}

void WorkerState::drop(ProgramRef* ref) {
  if (ref == nullptr || --ref->users != 0 || ref->program == worker->program()) return;
  std::erase_if(programs, [ref](const auto& p) { return p.get() == ref; });
}

TmContext& Tm::own(Context& c) {
  if (c.tm == nullptr) c.tm = c.arena->make<TmContext>();
  return *static_cast<TmContext*>(c.tm);
}

Options& Tm::opts(Context& c) { return c.transaction != nullptr ? c.transaction->options : own(c).options; }

void Tm::attach(Context& c, Transaction* t) {
  c.transaction = t;
  if (hooked && !own(c).attached) {
    own(c).attached = true;
    ++t->attached;
  }
}

Transaction* Tm::make(WorkerState& ws) {
  auto* t = new Transaction;
  t->home = &ws;
  t->label = (std::uint64_t{ws.stamp} << 48) | (ws.worker->random().next() >> 16);
  t->created_ms = ws.worker->now_ms();
  t->timer.owner = t;
  ws.table.add(t);
  ws.worker->count(counters.created);
  ws.worker->count(counters.current);
  return t;
}

namespace {
void fill_key(Transaction& t, const sip::Message& msg, const sip::Via& via, const sip::CSeq& cseq) {
  auto& key = t.key;
  auto method = msg.method() == sip::Method::unknown ? msg.method_text() : std::string_view{};
  std::string_view parts[] = {via.branch, via.sent_by, msg.call_id(), msg.from_tag(), method};
  std::string_view* into[] = {&key.branch, &key.sent_by, &key.call_id, &key.from_tag, &key.method_text};
  std::size_t size = 0;
  for (auto part : parts) size += part.size();
  char* at = size != 0 ? key.block.make(size) : nullptr;
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    if (parts[i].empty()) continue;
    std::memcpy(at, parts[i].data(), parts[i].size());
    *into[i] = {at, parts[i].size()};
    at += parts[i].size();
  }
  key.cseq = cseq.number;
  key.method = msg.method();
  if (key.method != sip::Method::unknown) key.method_text = sip::to_string(key.method);
  key.rfc3261 = sip::has_magic_cookie(via.branch);
  if (!key.rfc3261) {
    key.via_hash = text_hash(via.text);
    key.ruri_hash = text_hash(msg.ruri());
  }
  t.invite = key.method == sip::Method::invite;
}

Branch copy_branch(base::Arena& arena, const Branch& from) {
  Branch b = from;
  for (auto* text : {&b.ruri, &b.dst_uri, &b.path, &b.instance, &b.ruid, &b.location_ua}) *text = arena.copy(*text);
  return b;
}
}  // namespace

void Tm::save_request(Context& c, Transaction& t) {
  if (t.request == nullptr) {
    // One chunk for the bytes, the changes and the target.
    auto changes = c.edits != nullptr ? c.edits->growth() + c.edits->count() * sizeof(sip::Edit) + sizeof(sip::EditList) : 0;
    t.request = std::make_unique<UasRequest>(c.msg->bytes().size() + changes + c.target.ruri.size() + c.target.dst_uri.size() + 192);
    t.request->bytes = t.request->arena.copy(c.msg->bytes());
    t.request->flow = c.flow;
  }
  auto& r = *t.request;
  if (c.has(ProcessingFlag::bytes_changed)) {
    r.bytes = r.arena.copy(c.msg->bytes());
    r.edits = nullptr;
    c.clear(ProcessingFlag::bytes_changed);
  }
  if (c.edits != nullptr && !c.edits->empty()) r.edits = c.edits->copy_to(r.arena);
  r.target = copy_branch(r.arena, c.target);
  if (rr != nullptr) r.record_route = r.arena.copy(rr->recorded(c));
  r.processing = c.processing;
  t.force_rport = c.has(ProcessingFlag::force_rport);
}

int Tm::create(Context& c) {
  if (c.transaction != nullptr) return -1;
  if (c.msg == nullptr || !c.msg->is_request()) return -1;
  auto& ws = at(*c.worker);
  switch (auto m = match(ws, *c.msg); m.found) {
    case Found::retransmission:
    case Found::ack_absorbed: absorb(c, m); return 0;
    case Found::ack_end_to_end: return -1;
    case Found::none: break;
  }
  if (c.msg->method() == sip::Method::ack) return 0;
  const auto* via = c.msg->via();
  const auto* cseq = c.msg->cseq();
  if (via == nullptr || cseq == nullptr) return -1;

  auto before = opts(c);
  auto* t = make(ws);
  fill_key(*t, *c.msg, *via, *cseq);
  t->print = uas_print(ws, t->key);
  t->call_print = call_print(ws.seed, t->key.call_id, t->key.cseq);
  ws.table.hash(t);
  t->options = before;
  t->program = ws.hold(c.program);
  t->reply_flow = c.worker->reply_flow(c);
  if (c.state != nullptr) {
    t->state = *c.state;
    *c.state = State{};
    c.state = &t->state;
  }
  c.mark_via();
  save_request(c, *t);
  auto seconds = [&c](const Pv* pv, std::uint32_t& ms) {
    if (pv == nullptr) return;
    if (auto v = pv->get(c); !v.is_null() && number_of(v) > 0) ms = static_cast<std::uint32_t>(number_of(v) * 1000);
  };
  seconds(fr_pv, t->options.fr_ms);
  seconds(fr_inv_pv, t->options.fr_inv_ms);
  attach(c, t);
  ws.worker->count(counters.total);
  // Whatever happens to it, it does not stay for ever: an answer or a branch moves this timer.
  std::int64_t life = t->invite ? config.max_inv_lifetime : config.max_noninv_lifetime;
  t->timer.fire = [](Timer& timer, Worker&) {
    auto& owner = *static_cast<BranchTimer&>(timer).owner;
    auto& tm = *owner.home->tm;
    for (auto& b : owner.branches)
      if (b->pending()) return;
    if (owner.uas_status < 200) tm.answer_stored(owner, 408, tm.config.reply_408_reason);
    tm.settle(owner);
  };
  ws.worker->timers().arm(t->timer, ws.worker->now_ms() + static_cast<std::uint64_t>(life));
  return 1;
}

void Tm::destroy(Transaction* t, bool kept) {
  auto& ws = *t->home;
  auto& worker = *ws.worker;
  worker.timers().cancel(t->timer);
  for (auto& b : t->branches) stop_branch_timers(*t, *b);
  for (auto& b : t->branches)
    if (b->cancel) worker.timers().cancel(b->cancel->retransmit);
  if (!kept) {
    if (t->waiting) worker.count(counters.waiting, -1);
    worker.count(counters.current, -1);
    worker.count(counters.freed);
  }
  ws.table.remove(t);
  auto ends = std::move(t->on_end);
  if (t->state.arena != nullptr) worker.release_arena(t->state.arena);
  ws.drop(t->program);
  delete t;
  for (auto& end : ends) end(worker);
}

/// What is needed no longer once the caller has its answer; the end once all branches have theirs and nothing is repeated any more.
void Tm::settle(Transaction& t) {
  if (t.depth != 0 || t.dead) return;
  if (t.suspension != nullptr && t.suspension->resumed && t.attached == 0) return run_suspended(t);
  if (t.suspended_reply != nullptr && t.suspended_reply->resumed) return run_suspended_reply(t);
  bool pending = std::any_of(t.branches.begin(), t.branches.end(), [](const auto& b) { return b->pending(); });
  if (t.uas_status < 200 && !t.local) {
    if (t.canceled && !pending && t.attached == 0) answer_stored(t, 487, "Request canceled");
    else return;
  }
  bool over = !pending && !t.timer.armed() && t.attached == 0 && !t.replaying && hooked;
  if (over && std::none_of(t.branches.begin(), t.branches.end(), [](const auto& b) { return b->cancel && b->cancel->retransmit.armed(); })) {
    if (!needs_script(t)) return finish(t);
    start_wait(t);
  }
  if (t.attached == 0) t.request.reset();
  for (auto& b : t.branches)
    if (!b->pending()) {
      bool to_acknowledge = t.invite && b->status >= 300 && b->ack.empty();
      if (b->cancel == nullptr && !to_acknowledge) b->request.clear();
      b->ruri.clear();
      b->dst_uri.clear();
      b->reply.clear();
    }
  if (!hooked && !pending && !t.timer.armed()) start_wait(t);
}

void Tm::leave(Transaction& t) {
  if (--t.depth != 0) return;
  if (t.replaying) return;  // whoever takes the events goes on with the next one
  t.replaying = true;
  // A script that parks meanwhile lets further events queue behind those that wait.
  for (std::size_t i = 0; i < t.deferred.size(); ++i) {
    auto event = std::move(t.deferred[i]);
    ArenaLease lease(*t.home->worker);
    sip::Message* msg = nullptr;
    sip::Message::parse(event.bytes.view(), *lease, msg);
    if (msg == nullptr) continue;
    sip::EditList edits(*lease);
    State state;
    Context c;
    c.worker = t.home->worker;
    c.arena = &*lease;
    c.msg = msg;
    c.edits = &edits;
    c.flow = event.flow;
    c.state = &state;
    on_reply(c);
  }
  t.deferred.clear();
  t.replaying = false;
  settle(t);
}

RouteResult Tm::run(Transaction& t, Context& c, manifest::RouteKind kind, int index) {
  if (t.program == nullptr || index < 0) return {};
  auto* before_state = c.state;
  auto* before_transaction = c.transaction;
  c.state = &t.state;
  c.transaction = &t;
  ++t.depth;
  auto result = t.program->program->run(c, kind, index);
  --t.depth;
  c.state = before_state;
  c.transaction = before_transaction;
  return result;
}

void Tm::after_request(Context& c) {
  if (c.tm == nullptr || c.transaction == nullptr || !own(c).attached) return;
  auto& t = *c.transaction;
  own(c).attached = false;
  if (t.uas_status < 200 && t.branches.empty()) {
    if (t.options.delayed_error != 0) {
      reply_error(c);
    } else if (!t.canceled && t.uas_status == 0) {
      log(Level::warning, "tm", "script left a new {} transaction neither relayed nor answered", t.key.method_text);
      t.dead = true;
      start_wait(t);
    }
  }
  --t.attached;
  c.transaction = nullptr;  // from here on it may end
  settle(t);
}

}  // namespace kukini::modules::tm
