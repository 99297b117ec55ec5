// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

struct Paths : Client {
  void call(const CallAt& at, State&, State&) override {
    if (at.is(kRelays)) found.push_back(&at.call);
  }
  std::vector<const ast::Call*> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete() || flow.main() == nullptr || flow.anywhere(kChecksSyntax) || context.mentioned_in_inactive("sanity_check")) return;
  Paths paths;
  if (!flow.run_main(paths) || paths.found.empty()) return;
  context.report(paths.found.front()->span, "requests are relayed without a check that they are well-formed")
      .with_hint("at the beginning of request_route: if (!sanity_check(\"17895\", \"7\")) { exit; }");
}

}  // namespace

extern const Rule kRule_missing_sanity_check;
const Rule kRule_missing_sanity_check = {"missing-sanity-check", Group::sip, diag::Severity::note, "relaying malformed requests", check};

}  // namespace kukini::lint
