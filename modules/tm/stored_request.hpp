// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// StoredRequest: the request of a transaction as a message again, for failure routes and for scripts that go on later.
#pragma once

#include "engine.hpp"

namespace kukini::modules::tm {

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

}  // namespace kukini::modules::tm
