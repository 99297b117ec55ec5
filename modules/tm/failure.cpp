// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Failure routes: the request as it was kept becomes the message again, with the best reply beside it.
#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

/// A context on the stored request. Lives for one run of a route.
class StoredRequest {
 public:
  StoredRequest(Tm& tm, Transaction& t, int branch) : lease_(*t.home->worker), edits_(*lease_) {
    auto& r = *t.request;
    sip::Message::parse(r.bytes, *lease_, context.msg);
    if (r.edits != nullptr) edits_.append(*r.edits);
    context.worker = t.home->worker;
    context.arena = &*lease_;
    context.edits = &edits_;
    context.flow = r.flow;
    context.state = &t.state;
    context.target = r.target;
    context.processing = r.processing | static_cast<std::uint32_t>(ProcessingFlag::via_marked);
    context.clear(ProcessingFlag::ruri_changed);
    context.transaction = &t;
    context.branch_index = branch;
    auto& mine = tm.own(context);
    mine.any_consumed = true;
    mine.attached = true;  // never counted: it does not outlive the run
    mine.consumed = context.target;
    if (branch < 0) return;
    const auto& b = *t.branches[static_cast<std::size_t>(branch)];
    context.reply_code = b.status;
    if (!b.reply.empty()) sip::Message::parse((*lease_).copy(b.reply.view()), *lease_, context.reply);
  }

  Context context;

 private:
  ArenaLease lease_;
  sip::EditList edits_;
};

}  // namespace

void Tm::run_failure(Transaction& t, int winner) {
  if (t.request == nullptr) return;
  auto route = t.options.on_failure;
  // A new leg arms its own routes; only the onreply route stays.
  t.options.on_failure = t.options.on_branch = t.options.on_branch_failure = -1;
  StoredRequest stored(*this, t, winner);
  if (stored.context.msg == nullptr) return;
  if (winner < 0) stored.context.reply_code = t.canceled ? 487 : 500;
  run(t, stored.context, manifest::kFailure, route);
}

void Tm::run_branch_failure(Transaction& t, std::uint8_t index, Context*) {
  if (t.request == nullptr || t.options.on_branch_failure < 0) return;
  auto route = t.options.on_branch_failure;
  StoredRequest stored(*this, t, index);
  if (stored.context.msg == nullptr) return;
  run(t, stored.context, manifest::kBranchFailure, route);
}

}  // namespace kukini::modules::tm
