// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kAuthorised = 1;
/// What keeps its credentials on purpose, for a server of ours that asks again.
constexpr Kinds kExempt = kinds_of(Method::register_) | kinds_of(Method::publish);

bool removes_credentials(const ast::Call& call) {
  if (!call.name.starts_with("remove_hf") && call.name != "subst_hf") return false;
  auto text = text_of(argument(call, 0));
  return !text || text->find("uth") != std::string_view::npos || call.name != "remove_hf";
}

struct Paths : Client {
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kChecksCredentials) && at.call.name != "check_from" && at.call.name != "is_user") {
      yes.facts |= kAuthorised;
    } else if (at.is(kConsumesCredentials | kOpaque) || removes_credentials(at.call)) {
      yes.facts = no.facts = 0;
    } else if (at.is(kRelays) && yes.has(kAuthorised) && (yes.kinds & ~kExempt) != 0) {
      found.push_back(&at.call);
    }
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
    context.report(call->span, "the user's credentials are sent on to the next hop").with_hint("call consume_credentials() once they have been checked");
  }
}

}  // namespace

extern const Rule kRule_credentials_not_consumed;
const Rule kRule_credentials_not_consumed = {"credentials-not-consumed", Group::security, diag::Severity::warning,
                                             "credentials are checked and then relayed", check};

}  // namespace kukini::lint
