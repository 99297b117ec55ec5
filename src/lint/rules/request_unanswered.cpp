// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kHandled = 1;

struct Paths : Client {
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
    ends.push_back({at, kinds});
  }

  struct Found {
    const ast::Stmt* at;
    Kinds kinds;
  };
  std::vector<Found> ends;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Paths paths;
  // A script that never answers or relays anything is there to look on: a sink for a capture, a sensor.
  if (!flow.complete() || !flow.anywhere(kReplies | kRelays | kTakesOver) || !flow.run_main(paths)) return;
  std::vector<Paths::Found> merged;
  for (const auto& f : paths.ends) {
    auto same = std::find_if(merged.begin(), merged.end(), [&](const Paths::Found& m) { return m.at == f.at; });
    if (same == merged.end()) merged.push_back(f);
    else same->kinds |= f.kinds;
  }
  for (const auto& f : merged) {
    auto end = flow.main()->body->span.end;
    lang::Span place = f.at != nullptr ? f.at->span : lang::Span{end - 1, end};
    context.report(place, std::string(example(f.kinds)) + " can end here without having been answered or sent on")
        .with_hint("answer it, relay it, or drop it with 'exit' where nobody is to be answered");
  }
}

}  // namespace

extern const Rule kRule_request_unanswered;
const Rule kRule_request_unanswered = {"request-unanswered", Group::flow, diag::Severity::warning,
                                       "a path through request_route that neither answers nor relays", check};

}  // namespace kukini::lint
