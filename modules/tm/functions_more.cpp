// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Script functions that arm routes, change timers and ask how a transaction stands.
#include <re2/re2.h>

#include <algorithm>

#include "base/text.hpp"
#include "contacts.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

Tm& self_of(void* self) { return *static_cast<Tm*>(self); }

template <std::int16_t Options::*Member>
int arm(void* self, Context& c, Args args) {
  self_of(self).opts(c).*Member = static_cast<std::int16_t>(args[0].route);
  return 1;
}
template <bool Options::*Member>
int turn(void* self, Context& c, Args args) {
  self_of(self).opts(c).*Member = number_of(args[0].value) != 0;
  return 1;
}
int auto_100(void* self, Context& c, Args args) {
  self_of(self).opts(c).no_auto_100 = number_of(args[0].value) == 0;
  return 1;
}

int is_set(void* self, Context& c, Args args) {
  const auto& o = self_of(self).opts(c);
  auto what = text_of(c, args[0].value);
  int index = -1;
  if (what == "failure_route") index = o.on_failure;
  else if (what == "branch_route") index = o.on_branch;
  else if (what == "onreply_route") index = o.on_reply;
  else if (what == "branch_failure_route") index = o.on_branch_failure;
  else log(Level::error, "tm", "t_is_set: \"{}\" is none of failure_route, branch_route, onreply_route, branch_failure_route", what);
  return index >= 0 ? 1 : -1;
}

/// The code a script asks about: of the reply at hand, of the failure, or sent last.
int status_of(Tm& tm, Context& c) {
  if (c.route_kind == manifest::kFailure || c.route_kind == manifest::kBranchFailure) return c.reply_code;
  if (c.msg != nullptr && c.msg->is_reply()) return c.msg->status_code();
  auto* t = tm.find(c);
  return t != nullptr ? t->uas_status : 0;
}

int check_status(void* self, Context& c, Args args) {
  int code = status_of(self_of(self), c);
  if (code == 0 || args[0].regex == nullptr) return -1;
  char digits[8];
  auto end = std::to_chars(digits, digits + sizeof digits, code).ptr;
  return re2::RE2::PartialMatch({digits, static_cast<std::size_t>(end - digits)}, *args[0].regex) ? 1 : -1;
}
int status_code(void* self, Context& c, Args) {
  int code = status_of(self_of(self), c);
  return code > 0 ? code : -1;
}

template <class Test>
int any_branch(void* self, Context& c, Test test) {
  auto* t = self_of(self).find(c);
  if (t == nullptr) return -1;
  return std::any_of(t->branches.begin(), t->branches.end(), [&](const auto& b) { return test(*b); }) ? 1 : -1;
}
int grep_status(void* self, Context& c, Args args) {
  auto code = number_of(args[0].value);
  return any_branch(self, c, [code](const UacBranch& b) { return b.status == code && b.received; });
}
int any_timeout(void* self, Context& c, Args) {
  return any_branch(self, c, [](const UacBranch& b) { return b.timed_out; });
}
int any_replied(void* self, Context& c, Args) {
  return any_branch(self, c, [](const UacBranch& b) { return b.replied; });
}
const UacBranch* this_branch(Tm& tm, Context& c) {
  auto* t = tm.find(c);
  if (t == nullptr || c.branch_index < 0 || static_cast<std::size_t>(c.branch_index) >= t->branches.size()) return nullptr;
  return t->branches[static_cast<std::size_t>(c.branch_index)].get();
}
int branch_timeout(void* self, Context& c, Args) {
  const auto* b = this_branch(self_of(self), c);
  return b != nullptr && b->timed_out ? 1 : -1;
}
int branch_replied(void* self, Context& c, Args) {
  const auto* b = this_branch(self_of(self), c);
  return b != nullptr && b->replied ? 1 : -1;
}
int is_canceled(void* self, Context& c, Args) {
  auto* t = self_of(self).find(c);
  return t != nullptr && t->canceled ? 1 : -1;
}
int is_expired(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  auto* t = tm.find(c);
  if (t == nullptr) return -1;
  auto life = t->invite ? (t->options.inv_lifetime_ms != 0 ? t->options.inv_lifetime_ms : tm.config.max_inv_lifetime)
                        : (t->options.noninv_lifetime_ms != 0 ? t->options.noninv_lifetime_ms : tm.config.max_noninv_lifetime);
  return life > 0 && c.worker->now_ms() >= t->created_ms + static_cast<std::uint64_t>(life) ? 1 : -1;
}

std::uint32_t ms(const Arg& arg) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number_of(arg.value), 0, 0x7fffffff)); }

void restart_timers(Tm& tm, Context& c) {
  if (c.transaction == nullptr) return;
  auto& t = *c.transaction;
  for (auto& b : t.branches)
    if (b->pending() && !b->cancel && b->final_response.armed())
      tm.start_final_response(t, *b, t.invite && b->status >= 100 ? tm.fr_inv_ms(t) : tm.fr_ms(t));
}
int set_fr(void* self, Context& c, Args args) {
  auto& tm = self_of(self);
  auto& o = tm.opts(c);
  if (auto n = ms(args[0]); n != 0) o.fr_inv_ms = n;
  if (args.size() > 1)
    if (auto n = ms(args[1]); n != 0) o.fr_ms = n;
  restart_timers(tm, c);
  return 1;
}
int reset_fr(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  tm.opts(c).fr_inv_ms = tm.opts(c).fr_ms = 0;
  restart_timers(tm, c);
  return 1;
}
int set_lifetime(void* self, Context& c, Args args) {
  auto& tm = self_of(self);
  auto& o = tm.opts(c);
  if (auto n = ms(args[0]); n != 0) o.inv_lifetime_ms = n;
  if (auto n = ms(args[1]); n != 0) o.noninv_lifetime_ms = n;
  restart_timers(tm, c);
  return 1;
}
int reset_lifetime(void* self, Context& c, Args) {
  auto& o = self_of(self).opts(c);
  o.inv_lifetime_ms = o.noninv_lifetime_ms = 0;
  return 1;
}
int set_retr(void* self, Context& c, Args args) {
  auto& o = self_of(self).opts(c);
  if (auto n = ms(args[0]); n != 0) o.retr1_ms = static_cast<std::uint16_t>(std::min<std::uint32_t>(n, 65535));
  if (auto n = ms(args[1]); n != 0) o.retr2_ms = static_cast<std::uint16_t>(std::min<std::uint32_t>(n, 65535));
  return 1;
}
int reset_retr(void* self, Context& c, Args) {
  auto& o = self_of(self).opts(c);
  o.retr1_ms = o.retr2_ms = 0;
  return 1;
}

int drop_replies(void*, Context& c, Args args) {
  if (c.transaction == nullptr) return -1;
  auto mode = args.empty() ? std::string_view("a") : text_of(c, args[0].value);
  c.transaction->drop_all = mode == "a" || mode == "1";
  c.transaction->drop_last = mode == "l" || mode == "2";
  return 1;
}

int save_lumps(void* self, Context& c, Args) {
  if (c.transaction == nullptr || c.transaction->request == nullptr) return -1;
  self_of(self).save_request(c, *c.transaction);
  return 1;
}

int clean_now(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  tm.clean(tm.at(*c.worker));
  return 1;
}

int is_retr_async_reply(void* self, Context& c, Args) {
  const auto* t = self_of(self).find(c);
  return t != nullptr && t->suspended_reply != nullptr ? 1 : -1;
}

/// CANCEL and ACK are made of the request as it was sent, whatever changed its headers: there is nothing to switch.
int use_uac_headers(void*, Context&, Args) { return 1; }

int cell_append_branches(void* self, Context& c, Args args) {
  auto& tm = self_of(self);
  auto hash = static_cast<std::uint32_t>(number_of(args[0].value));
  auto label = static_cast<std::uint32_t>(number_of(args[1].value));
  auto owner = tm.owner_of(hash);
  if (owner >= c.worker->count() || c.branch_count == 0) return -1;
  std::span<const Branch> branches(c.branches, c.branch_count);
  if (owner == c.worker->index()) return tm.append_branches(*c.worker, hash, label, branches);
  // The other worker gets a copy of its own.
  struct Copy {
    base::Arena arena{1024};
    std::vector<Branch> list;
  };
  auto copy = std::make_shared<Copy>();
  for (auto b : branches) {
    for (auto* text : {&b.ruri, &b.dst_uri, &b.path, &b.instance, &b.ruid, &b.location_ua}) *text = copy->arena.copy(*text);
    copy->list.push_back(b);
  }
  c.worker->peer(owner).post([&tm, copy, hash, label](Worker& w) { tm.append_branches(w, hash, label, copy->list); });
  return 1;
}

/// In a branch route: what follows sees the changes made so far, and they are this branch's.
int msg_apply_changes(void*, Context& c, Args) {
  if (c.branch_edits == nullptr || !c.msg->is_request()) {
    log(Level::error, "tm", "t_msg_apply_changes: only in a branch_route");
    return -1;
  }
  EditLists lists;
  lists.add(c.edits);
  lists.add(c.branch_edits);
  sip::RequestOut what;
  if (c.target.ruri != c.msg->ruri()) what.ruri = c.target.ruri;
  if (lists.n == 0 && what.ruri.empty()) return 1;
  auto room = c.arena->make_array<char>(sip::request_bound(*c.msg, lists.list, lists.n, what));
  auto n = sip::encode_request(room, *c.msg, lists.list, lists.n, what);
  sip::Message* changed = nullptr;
  if (n == 0 || sip::Message::parse({room.data(), n}, *c.arena, changed) != sip::ParseOutcome::ok || changed == nullptr || !changed->is_request()) {
    log(Level::error, "tm", "t_msg_apply_changes: the changes do not make a message");
    return -1;
  }
  c.msg = changed;
  c.edits = c.arena->make<sip::EditList>(*c.arena);
  c.branch_edits->clear();
  return 1;
}

}  // namespace

std::size_t Tm::clean(WorkerState& ws) {
  std::size_t n = 0;
  auto now = ws.worker->now_ms();
  for (auto* t : std::vector<Transaction*>(ws.table.slots())) {
    if (t == nullptr || t->depth != 0 || t->attached != 0) continue;
    auto life = static_cast<std::uint64_t>(std::max<std::int64_t>(config.max_inv_lifetime, config.max_noninv_lifetime)) + 60000;
    if (now < t->created_ms + life) continue;
    destroy(t);
    ++n;
  }
  return n;
}

void Tm::bind_more(Binder& b) {
  b.function("t_on_failure", arm<&Options::on_failure>, this);
  b.function("t_on_reply", arm<&Options::on_reply>, this);
  b.function("t_on_branch", arm<&Options::on_branch>, this);
  b.function("t_on_branch_failure", arm<&Options::on_branch_failure>, this);
  b.function("t_is_set", is_set, this);
  b.function("t_check_status", check_status, this);
  b.function("t_grep_status", grep_status, this);
  b.function("t_get_status_code", status_code, this);
  b.function("t_is_canceled", is_canceled, this);
  b.function("t_is_expired", is_expired, this);
  b.function("t_any_timeout", any_timeout, this);
  b.function("t_any_replied", any_replied, this);
  b.function("t_branch_timeout", branch_timeout, this);
  b.function("t_branch_replied", branch_replied, this);
  b.function("t_is_retr_async_reply", is_retr_async_reply, this);
  b.function("t_set_fr", set_fr, this);
  b.function("t_reset_fr", reset_fr, this);
  b.function("t_set_max_lifetime", set_lifetime, this);
  b.function("t_reset_max_lifetime", reset_lifetime, this);
  b.function("t_set_retr", set_retr, this);
  b.function("t_reset_retr", reset_retr, this);
  b.function("t_set_auto_inv_100", auto_100, this);
  b.function("t_set_disable_6xx", turn<&Options::disable_6xx>, this);
  b.function("t_set_disable_failover", turn<&Options::disable_failover>, this);
  b.function("t_set_disable_internal_reply", turn<&Options::disable_internal_reply>, this);
  b.function("t_set_no_e2e_cancel_reason", turn<&Options::no_e2e_cancel_reason>, this);
  b.function("t_disable_e2e_cancel_reason", turn<&Options::no_e2e_cancel_reason>, this);
  b.function("t_drop_replies", drop_replies, this);
  b.function("t_save_lumps", save_lumps, this);
  b.function("t_load_contacts", load_contacts, this);
  b.function("t_next_contacts", next_contacts, this);
  b.function("t_next_contact_flow", next_contact_flow, this);
  b.function("t_next_contact_flows", next_contact_flow, this);
  b.function("t_clean", clean_now, this);
  b.function("t_set_no_auto_ack", turn<&Options::no_auto_ack>, this);
  b.function("t_use_uac_headers", use_uac_headers, this);
  b.function("t_cell_append_branches", cell_append_branches, this);
  b.function("t_msg_apply_changes", msg_apply_changes, this);
}

}  // namespace kukini::modules::tm
