// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kRecorded = 1;

struct Paths : Finder {
  void call(const CallAt& at, State& yes, State& no) override {
    if (!at.is(kRecordsRoute)) {
      // What is sent, or taken off again, begins anew.
      if (at.is(kRelays | kOpaque) || at.call.name == "remove_record_route" || at.call.name == "msg_apply_changes" || at.call.name == "remove_hf")
        yes.facts = no.facts = 0;
      return;
    }
    if (yes.has(kRecorded) && marked(yes) != nullptr && marked(yes) != &at.call) found(at.call, yes);
    yes.facts |= kRecorded;
    mark(yes, at.call);
    no.kinds = 0;
  }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.at->span, "a Record-Route has been added already on a path to here")
        .with_hint("once is enough; loose_route() takes off one only")
        .with_note(context.locate(f.before->span), "added here");
  });
}

}  // namespace

extern const Rule kRule_record_route_twice;
const Rule kRule_record_route_twice = {"record-route-twice", Group::sip, diag::Severity::warning, "record_route() twice on one path", check};

}  // namespace kukini::lint
