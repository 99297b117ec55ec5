// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Replies that wait for t_continue(): kept aside as they are, taken up again where their onreply_route ended.
#include "engine.hpp"

namespace kukini::modules::tm {

int Tm::suspend_reply(Context& c) {
  auto* t = c.transaction;
  if (t == nullptr || c.branch_index < 0 || c.route_kind != manifest::kOnreply || t->local) {
    log(Level::error, "tm", "t_suspend: only a reply that belongs to a transaction can be suspended, in an onreply_route[NAME]");
    return -1;
  }
  if (t->suspended_reply != nullptr || t->suspension != nullptr) {
    log(Level::error, "tm", "t_suspend: the transaction is suspended already");
    return -1;
  }
  auto changes = c.edits != nullptr ? c.edits->growth() + c.edits->count() * sizeof(sip::Edit) + sizeof(sip::EditList) : 0;
  auto waits = std::make_unique<SuspendedReply>(c.msg->bytes().size() + changes + 64);
  waits->bytes = waits->arena.copy(c.msg->bytes());
  if (c.edits != nullptr && !c.edits->empty()) waits->edits = c.edits->copy_to(waits->arena);
  waits->flow = c.flow;
  waits->branch = static_cast<std::uint8_t>(c.branch_index);
  t->suspended_reply = std::move(waits);
  // Nobody may continue: the branch then ends as if this reply had not come.
  auto& b = *t->branches[static_cast<std::size_t>(c.branch_index)];
  if (c.reply_code >= 200 && !b.final_handled) start_final_response(*t, b, fr_ms(*t));
  return 1;
}

void Tm::run_suspended_reply(Transaction& t) {
  auto waited = std::move(t.suspended_reply);
  auto& b = *t.branches[waited->branch];
  ArenaLease lease(*t.home->worker);
  sip::Message* msg = nullptr;
  sip::Message::parse(waited->bytes, *lease, msg);
  if (msg == nullptr) return;
  sip::EditList edits(*lease);
  if (waited->edits != nullptr) edits.append(*waited->edits);
  Context c;
  c.worker = t.home->worker;
  c.arena = &*lease;
  c.msg = msg;
  c.edits = &edits;
  c.flow = waited->flow;
  c.state = &t.state;
  c.transaction = &t;
  c.branch_index = waited->branch;
  c.reply_code = msg->status_code();
  c.route_kind = manifest::kOnreply;
  c.target.flags = b.flags;
  enter(t);
  auto result = run(t, c, manifest::kRequest, t.program->program->find_route(manifest::kRequest, waited->route));
  b.flags = c.target.flags;
  bool again = t.suspended_reply != nullptr;
  bool ok_to_invite = t.invite && c.reply_code >= 200 && c.reply_code < 300;
  if (!again && !(b.final_handled && !ok_to_invite)) {
    if (c.reply_code >= 200) stop_branch_timers(t, b);
    if (c.reply_code < 200) provisional(t, waited->branch, c, result.dropped);
    else if (ok_to_invite && t.uas_status >= 200 && config.reply_relay_mode != 0) c.worker->pass_reply_on(c);  // another answer has left meanwhile
    else final_reply(t, waited->branch, c);
  }
  c.transaction = nullptr;
  leave(t);
}

}  // namespace kukini::modules::tm
