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
    } else if (at.is(kReplies) && reply_code(at.call) == ReplyCode::final && yes.has(kRelayed) && marked(yes) != nullptr) {
      found(at.call, yes);
    } else if (at.is(kOpaque)) {
      yes.facts = no.facts = 0;
    }
  }
  // What a return code says about the relaying is followed by test() only.
  void read(const ast::Expr& e, State& state) override {
    if (const auto* pv = e.as<ast::Pv>(); pv != nullptr && (pv->node->name == "rc" || pv->node->name == "retcode")) state.facts = 0;
  }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main_and_failure, Once::each_before, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.before->span, "a path leads from this " + std::string(f.before->name) + "() to an answer: who sent the request gets two")
        .with_hint("leave with 'exit' behind it, and answer only where it failed: if (!t_relay()) sl_reply_error(); exit;")
        .with_note(context.locate(f.at->span), "answered here");
  });
}

}  // namespace

extern const Rule kRule_reply_after_relay;
const Rule kRule_reply_after_relay = {"reply-after-relay", Group::flow, diag::Severity::warning, "a reply behind a successful t_relay()", check};

}  // namespace kukini::lint
