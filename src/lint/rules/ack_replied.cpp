// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

struct Paths : Client {
  void call(const CallAt& at, State& yes, State&) override {
    if (at.is(kReplies) && reply_code(at.call) != ReplyCode::unknown && (yes.kinds & ~kinds_of(Method::ack)) == 0) found.push_back(&at.call);
    if (at.is(kReplies) && (yes.kinds & ~kinds_of(Method::ack)) != 0) other.push_back(&at.call);
  }
  std::vector<const ast::Call*> found, other;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Paths paths;
  if (!flow.complete() || !flow.run_main(paths)) return;
  std::vector<const ast::Call*> said;
  for (const auto* call : paths.found) {
    // A reply that other requests come to as well is not about the ACK.
    if (std::find(paths.other.begin(), paths.other.end(), call) != paths.other.end()) continue;
    if (std::find(said.begin(), said.end(), call) != said.end()) continue;
    said.push_back(call);
    context.report(call->span, "only an ACK comes to here, and an ACK is never answered").with_hint("leave with 'exit' instead");
  }
}

}  // namespace

extern const Rule kRule_ack_replied;
const Rule kRule_ack_replied = {"ack-replied", Group::sip, diag::Severity::warning, "a reply to an ACK", check};

}  // namespace kukini::lint
