// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Script functions: route kinds, suspended requests, transactions by Call-ID.
#include <algorithm>

#include "base/text.hpp"
#include "tmx.hpp"

namespace kukini::modules::tmx {

namespace {

using manifest::RouteMask;

Tmx& self_of(void* self) { return *static_cast<Tmx*>(self); }

template <RouteMask Kinds>
int is_route(void*, Context& c, Args) {
  return (c.route_kind & Kinds) != 0 ? 1 : -1;
}

bool same_request(const InFlight& a, const InFlight& b) { return a.cseq == b.cseq && a.call_id == b.call_id && a.branch == b.branch; }

int precheck_trans(void* self, Context& c, Args) {
  auto& tmx = self_of(self);
  if (!tmx.hooked || tmx.precheck == 0 || c.msg == nullptr || !c.msg->is_request() || c.msg->method() == sip::Method::ack) return -1;
  const auto* via = c.msg->via();
  const auto* cseq = c.msg->cseq();
  if (via == nullptr || cseq == nullptr) return -1;
  InFlight mine{&c, c.msg->call_id(), via->branch, cseq->number, c.msg->method()};
  auto wanted = mine.method == sip::Method::cancel ? sip::Method::invite : mine.method;
  auto& all = tmx.in_flight(*c.worker);
  bool known = false;
  for (const auto& other : all) {
    if (other.context == &c) known = true;
    else if (other.method == wanted && same_request(other, mine)) return 1;
  }
  // Noted until after_request(): runs that do not end with it (on stored requests and stand-ins) are not, nor those that have a transaction.
  if (!known && c.transaction == nullptr && c.route_kind == manifest::kRequest && !c.has(ProcessingFlag::fake_request)) all.push_back(mine);
  return -1;
}

int suspend(void* self, Context& c, Args) { return self_of(self).tm->suspend(c); }

int go_on(void* self, Context& c, Args args) {
  auto* tm = self_of(self).tm;
  auto hash = static_cast<std::uint32_t>(number_of(args[0].value));
  auto label = static_cast<std::uint32_t>(number_of(args[1].value));
  auto route = args[2].value.s;
  auto owner = tm->owner_of(hash);
  if (owner >= c.worker->count()) return -1;
  if (owner != c.worker->index()) {
    c.worker->peer(owner).post([tm, hash, label, route = std::string(route)](Worker& w) { tm->resume(w, hash, label, route); });
    return 1;
  }
  if (tm->resume(*c.worker, hash, label, route) > 0) return 1;
  log(Level::warning, "tmx", "t_continue: transaction {}:{} is not suspended", hash, label);
  return -1;
}

int cancel_branches(void* self, Context& c, Args args) {
  if (c.transaction == nullptr) return -1;
  auto which = text_of(c, args[0].value);
  auto* tm = self_of(self).tm;
  if (base::iequals(which, "this")) tm->cancel_branches(*c.transaction, c.branch_index, -1);
  else tm->cancel_branches(*c.transaction, -1, base::iequals(which, "others") ? c.branch_index : -1);
  return 1;
}

/// t_cancel_branch_idx(index, label, branch); on another worker's transaction without telling whether there was one.
int cancel_branch_idx(void* self, Context& c, Args args) {
  auto* tm = self_of(self).tm;
  auto hash = static_cast<std::uint32_t>(number_of(args[0].value));
  auto label = static_cast<std::uint32_t>(number_of(args[1].value));
  auto branch = static_cast<int>(number_of(args[2].value));
  auto owner = tm->owner_of(hash);
  if (owner >= c.worker->count() || branch < 0) return -1;
  auto cancel = [tm, hash, label, branch](Worker& w) {
    auto* t = tm->by_id(w, hash, label);
    TmService::BranchView view;
    if (t == nullptr || !tm->branch(*t, branch, view)) return false;
    tm->cancel_branches(*t, branch, -1);
    return true;
  };
  if (owner == c.worker->index()) return cancel(*c.worker) ? 1 : -1;
  c.worker->peer(owner).post([cancel](Worker& w) { cancel(w); });
  return 1;
}

/// Runs `what` on the transaction where it lives; -1 where it is known not to be there.
template <class What>
int on_call(Tmx& tmx, Context& c, Args args, What what) {
  auto call_id = text_of(c, args[0].value);
  auto cseq = base::to_number<std::uint32_t>(text_of(c, args[1].value));
  if (call_id.empty() || !cseq) return -1;
  auto* tm = tmx.tm;
  auto owner = c.worker->owner_of(call_id);
  if (owner != c.worker->index()) {
    c.worker->peer(owner).post([tm, what, call_id = std::string(call_id), cseq = *cseq](Worker& w) {
      if (auto* t = tm->by_call(w, call_id, cseq); t != nullptr) what(*tm, *t);
    });
    return 1;
  }
  auto* t = tm->by_call(*c.worker, call_id, *cseq);
  return t != nullptr && what(*tm, *t) ? 1 : -1;
}

int cancel_callid(void* self, Context& c, Args args) {
  auto flag = number_of(args[2].value);
  auto bit = flag > 0 && flag < 32 ? std::uint32_t{1} << flag : 0;
  return on_call(self_of(self), c, args, [bit](TmService& tm, Transaction& t) {
    tm.set_flags(t, bit);
    tm.cancel_branches(t, -1, -1);
    return true;
  });
}

int reply_callid(void* self, Context& c, Args args) {
  auto code = static_cast<int>(number_of(args[2].value));
  auto reason = std::string(text_of(c, args[3].value));
  return on_call(self_of(self), c, args, [code, reason](TmService& tm, Transaction& t) { return tm.answer(t, code, reason); });
}

int flush_flags(void*, Context& c, Args) { return c.transaction != nullptr ? 1 : -1; }

/// Flags of the Via of the transaction's request: those of the request's state, which the transaction keeps.
std::uint32_t bit(Args args) {
  auto n = number_of(args[0].value);
  return n >= 0 && n < 32 ? std::uint32_t{1} << n : 0;
}
int vbflag_set(void*, Context& c, Args args) {
  if (c.transaction == nullptr || bit(args) == 0) return -1;
  c.state->via_flags |= bit(args);
  return 1;
}
int vbflag_reset(void*, Context& c, Args args) {
  if (c.transaction == nullptr || bit(args) == 0) return -1;
  c.state->via_flags &= ~bit(args);
  return 1;
}
int vbflag_is_set(void*, Context& c, Args args) { return c.transaction != nullptr && (c.state->via_flags & bit(args)) != 0 ? 1 : -1; }

int drop(void* self, Context& c, Args args) {
  int code = args.empty() ? 500 : static_cast<int>(number_of(args[0].value));
  return self_of(self).tm->drop(c, code) ? 1 : -1;
}

int reuse_branch(void* self, Context& c, Args) {
  TmService::BranchView branch;
  if (c.transaction == nullptr || c.route_kind != manifest::kBranchFailure || !self_of(self).tm->branch(*c.transaction, c.branch_index, branch)) return -1;
  c.set_ruri(branch.ruri);
  c.target.dst_uri = c.arena->copy(branch.dst_uri);
  c.target.flags = branch.flags;
  return 1;
}

}  // namespace

void Tmx::after_request(Context& c) {
  std::erase_if(in_flight(*c.worker), [&c](const InFlight& f) { return f.context == &c; });
}

void bind_functions(Binder& b, Tmx& self) {
  b.function("t_precheck_trans", precheck_trans, &self);
  b.function("t_is_request_route", is_route<manifest::kRequest>, &self);
  b.function("t_is_branch_route", is_route<manifest::kBranch>, &self);
  b.function("t_is_reply_route", is_route<manifest::kOnreply | manifest::kOnreplyCore>, &self);
  b.function("t_is_failure_route", is_route<manifest::kFailure>, &self);
  b.function("t_suspend", suspend, &self);
  b.function("t_continue", go_on, &self);
  b.function("t_cancel_branches", cancel_branches, &self);
  b.function("t_cancel_branch_idx", cancel_branch_idx, &self);
  b.function("t_cancel_callid", cancel_callid, &self);
  b.function("t_reply_callid", reply_callid, &self);
  b.function("t_flush_flags", flush_flags, &self);
  b.function("t_flush_xflags", flush_flags, &self);
  b.function("t_vbflag_set", vbflag_set, nullptr);
  b.function("t_vbflag_reset", vbflag_reset, nullptr);
  b.function("t_vbflag_is_set", vbflag_is_set, nullptr);
  b.function("t_drop", drop, &self);
  b.function("t_reuse_branch", reuse_branch, &self);
}

}  // namespace kukini::modules::tmx
