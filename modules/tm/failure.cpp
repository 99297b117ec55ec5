// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Failure routes: the request as it was kept becomes the message again, with the best reply beside it.
#include "stored_request.hpp"

namespace kukini::modules::tm {

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
