// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kRelayed = 1;

struct Paths : Finder {
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRelays) && at.call.name.starts_with("t_relay")) {
      yes.facts |= kRelayed;
      mark(yes, at.call);
      if (!at.tested) no.kinds = 0;
    } else if (at.is(kArms)) {
      if (yes.has(kRelayed)) found(at.call, yes);
      else withdraw(at.call);
    } else if (at.is(kOpaque)) {
      yes.facts = no.facts = 0;
    }
  }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main_and_failure, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    auto& d = context.report(f.at->span, std::string(f.at->name) + "() comes after t_relay(): the request has been sent without it")
                  .with_hint("put it before t_relay()");
    if (f.before != nullptr) d.with_note(context.locate(f.before->span), "sent here");
    return d;
  });
}

}  // namespace

extern const Rule kRule_armed_after_relay;
const Rule kRule_armed_after_relay = {"armed-after-relay", Group::flow, diag::Severity::warning,
                                      "a failure, reply or branch route that is armed behind t_relay()", check};

}  // namespace kukini::lint
