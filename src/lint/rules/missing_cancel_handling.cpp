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
    if (at.is(kChallenges) && (yes.kinds & fresh(Method::cancel)) != 0) found.push_back(&at.call);
  }
  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Paths paths;
  if (!flow.complete() || !flow.run_main(paths)) return;
  std::vector<const ast::Call*> said;
  for (const auto* call : paths.found) {
    if (std::find(said.begin(), said.end(), call) != said.end()) continue;
    said.push_back(call);
    context.report(call->span, "a CANCEL can be asked for credentials here, and will never have any")
        .with_hint("before: if (is_method(\"CANCEL\")) { if (t_check_trans()) t_relay(); exit; }");
  }
}

}  // namespace

extern const Rule kRule_missing_cancel_handling;
const Rule kRule_missing_cancel_handling = {"missing-cancel-handling", Group::sip, diag::Severity::warning, "a CANCEL is asked for credentials", check};

}  // namespace kukini::lint
