// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

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

struct Paths : Finder {
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kChecksCredentials) && at.call.name != "check_from" && at.call.name != "is_user") {
      yes.facts |= kAuthorised;
      mark(yes, at.call);
    } else if (at.is(kConsumesCredentials | kOpaque) || removes_credentials(at.call)) {
      yes.facts = no.facts = 0;
    } else if (at.is(kRelays) && yes.has(kAuthorised) && (yes.kinds & ~kExempt) != 0) {
      found(at.call, yes);
    }
  }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    auto& d = context.report(f.at->span, "the user's credentials are sent on to the next hop").with_hint("call consume_credentials() once they have been checked");
    if (f.before != nullptr) d.with_note(context.locate(f.before->span), "checked here");
    return d;
  });
}

}  // namespace

extern const Rule kRule_credentials_not_consumed;
const Rule kRule_credentials_not_consumed = {"credentials-not-consumed", Group::security, diag::Severity::warning,
                                             "credentials are checked and then relayed", check};

}  // namespace kukini::lint
