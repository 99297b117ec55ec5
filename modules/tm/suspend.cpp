// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Requests that wait for t_continue(): a branch without address stands for what they wait for, so that timers and CANCEL find them.
#include <algorithm>

#include "stored_request.hpp"

namespace kukini::modules::tm {

int Tm::suspend(Context& c) {
  if (c.msg != nullptr && c.msg->is_reply()) return suspend_reply(c);
  if (c.msg == nullptr || !c.msg->is_request() || c.has(ProcessingFlag::fake_request)) {
    log(Level::error, "tm", "t_suspend: only a received request can be suspended");
    return -1;
  }
  if (c.transaction == nullptr)
    if (int made = create(c); made <= 0) return made;
  auto& t = *c.transaction;
  if (t.canceled) return 1;
  if (t.uas_status >= 200 || t.request == nullptr || t.local || t.suspension != nullptr || t.branches.size() > kMaxBranches) {
    log(Level::error, "tm", "t_suspend: the transaction has been answered or suspended already");
    return -1;
  }
  enter(t);
  if (t.invite && t.uas_status == 0 && config.auto_inv_100 != 0 && !t.options.no_auto_100)
    answer_local(t, *c.msg, 100, config.auto_inv_100_reason, {});
  bool first = std::all_of(t.branches.begin(), t.branches.end(), [](const auto& b) { return b->ruri.empty(); });
  if (first) save_request(c, t);
  auto index = static_cast<std::uint8_t>(t.branches.size());
  t.branches.push_back(std::make_unique<UacBranch>());
  auto& b = *t.branches.back();
  b.retransmit.owner = b.final_response.owner = &t;
  b.retransmit.index = b.final_response.index = index;
  b.flow.protocol = io::Protocol::tcp;  // nothing is repeated
  t.suspension = std::make_unique<Suspension>(Suspension{index, first, false, {}});
  start_branch_timers(t, index);
  leave(t);
  return 1;
}

int Tm::resume(Worker& worker, std::uint32_t hash, std::uint32_t label, std::string_view route) {
  auto* t = by_id(worker, hash, label);
  if (t == nullptr) return -1;
  if (t->suspension == nullptr && t->suspended_reply == nullptr) return t->canceled ? 1 : -2;
  if (t->program == nullptr || t->program->program->find_route(manifest::kRequest, route) < 0) {
    log(Level::error, "tm", "t_continue: there is no route[{}]", route);
    return -1;
  }
  if (t->suspended_reply != nullptr) {
    t->suspended_reply->route = route;
    t->suspended_reply->resumed = true;
    if (t->depth == 0) run_suspended_reply(*t);
    return 1;
  }
  t->suspension->route = route;
  t->suspension->resumed = true;
  if (t->depth == 0 && t->attached == 0) run_suspended(*t);
  return 1;
}

void Tm::run_suspended(Transaction& t) {
  auto waited = std::move(t.suspension);
  auto& b = *t.branches[waited->branch];
  if (!b.pending() || t.request == nullptr || t.uas_status >= 200) return settle(t);  // it has timed out, or the caller has given up
  stop_branch_timers(t, b);
  b.status = 500;
  b.final_handled = b.forgotten = true;
  int index = t.program->program->find_route(manifest::kRequest, waited->route);
  enter(t);
  {
    StoredRequest stored(*this, t, waited->before_relay ? -1 : pick(t));
    if (stored.context.msg != nullptr) {
      own(stored.context).any_consumed = !waited->before_relay;
      stored.context.route_kind = waited->before_relay ? manifest::kRequest : manifest::kFailure;
      run(t, stored.context, manifest::kRequest, index);
      bool waits = t.suspension != nullptr || std::any_of(t.branches.begin(), t.branches.end(), [](const auto& branch) { return branch->pending(); });
      if (t.uas_status < 200 && !waits && !t.dead) {
        // Suspended in a failure route: what its branches answered still stands.
        if (int winner = waited->before_relay ? -1 : pick(t); winner >= 0) answer_with(t, winner);
        else reply_error(stored.context);
      }
    }
  }
  leave(t);
}

bool Tm::branch(const Transaction& t, int index, BranchView& out) {
  if (index < 0 || static_cast<std::size_t>(index) >= t.branches.size()) return false;
  const auto& b = *t.branches[static_cast<std::size_t>(index)];
  out = {b.status, b.received, b.flags, b.ruri.view(), b.dst_uri.view()};
  return true;
}

bool Tm::read_request(Transaction& t, base::Arena& arena, Context& out) {
  if (t.request == nullptr) return false;
  sip::Message::parse(t.request->bytes, arena, out.msg);
  if (out.msg == nullptr) return false;
  out.worker = t.home->worker;
  out.arena = &arena;
  out.edits = arena.make<sip::EditList>(arena);
  out.flow = t.request->flow;
  out.state = &t.state;
  out.target = t.request->target;
  out.processing = t.request->processing;
  return true;
}

Transaction* Tm::by_id(Worker& worker, std::uint32_t hash, std::uint32_t label) {
  const auto& slots = at(worker).table.slots();
  auto place = hash / worker_count;  // counted from 1, so that no transaction is named 0
  auto* t = place > 0 && place <= slots.size() ? slots[place - 1] : nullptr;
  return t != nullptr && static_cast<std::uint32_t>(t->label) == label ? t : nullptr;
}

Transaction* Tm::by_call(Worker& worker, std::string_view call_id, std::uint32_t cseq) {
  auto& ws = at(worker);
  auto print = call_print(ws.seed, call_id, cseq);
  for (auto* t = ws.table.calls(print); t != nullptr; t = t->call_next)
    if (t->call_print == print && t->key.cseq == cseq && t->key.call_id == call_id) return t;
  return nullptr;
}

void Tm::cancel_branches(Transaction& t, int only, int except) {
  enter(t);
  if (only < 0) cancel_all(t, {}, except);
  else if (static_cast<std::size_t>(only) < t.branches.size() && t.branches[static_cast<std::size_t>(only)]->pending() && t.invite)
    cancel_branch(t, static_cast<std::uint8_t>(only), {});
  leave(t);
}

bool Tm::answer(Transaction& t, int code, std::string_view reason) {
  if (t.local || t.uas_status >= 200 || code < 100 || code > 699) return false;
  enter(t);
  bool sent = answer_stored(t, code, reason) > 0;
  leave(t);
  return sent;
}

bool Tm::drop(Context& c, int code) {
  auto* t = c.transaction;
  if (t == nullptr) return false;
  if (t->uas_status < 200) t->uas_status = static_cast<std::uint16_t>(code >= 200 && code <= 699 ? code : 500);
  bool pending = std::any_of(t->branches.begin(), t->branches.end(), [](const auto& b) { return b->pending(); });
  if (!pending) c.worker->timers().cancel(t->timer);  // repeated requests are absorbed in silence
  return true;
}

}  // namespace kukini::modules::tm
