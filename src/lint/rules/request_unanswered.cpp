// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kHandled = 1;

struct Paths : Finder {
  Paths() { join_or = kHandled; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kReplies) && reply_code(at.call) == ReplyCode::provisional) return;
    if (at.is(kReplies | kRelays | kTakesOver | kOpaque)) {
      yes.facts |= kHandled;
      no.facts |= kHandled;
    } else if (at.is(kRefuses)) {
      no.facts |= kHandled;
    }
  }
  void unknown_route(State& state) override { state.facts |= kHandled; }
  void end(End how, const ast::Stmt* at, const State& state) override {
    if (how != End::fell_off && how != End::returned) return;
    // An ACK needs no answer; one that belongs to no call is left alone.
    Kinds kinds = state.kinds & ~kinds_of(Method::ack);
    if (state.has(kHandled) || kinds == 0) return;
    found_end(at, state, kinds);
  }
};

void check(Context& context) {
  const auto& flow = context.flow();
  // A script that never answers or relays anything is there to look on: a sink for a capture, a sensor.
  if (!flow.anywhere(kReplies | kRelays | kTakesOver)) return;
  each_finding(context, Paths(), Roots::main, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    auto end = flow.main()->body->span.end;
    lang::Span place = f.end != nullptr ? f.end->span : lang::Span{end - 1, end};
    return context.report(place, std::string(example(f.kinds)) + " can end here without having been answered or sent on")
        .with_hint("answer it, relay it, or drop it with 'exit' where nobody is to be answered");
  });
}

}  // namespace

extern const Rule kRule_request_unanswered;
const Rule kRule_request_unanswered = {"request-unanswered", Group::flow, diag::Severity::warning,
                                       "a path through request_route that neither answers nor relays", check};

}  // namespace kukini::lint
