// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kReplied = 1;

struct Paths : Finder {
  explicit Paths(bool sanity) : sanity_replies(sanity) {}

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRefuses)) {
      if (!sanity_replies || !at.tested) return;
      no.facts |= kReplied;
      mark(no, at.call);
      return;
    }
    if (!at.is(kReplies) || reply_code(at.call) != ReplyCode::final) return;
    if (yes.has(kReplied) && marked(yes) != nullptr && marked(yes) != &at.call) found(at.call, yes);
    for (auto* s : {&yes, &no}) {
      // One whose failure is looked at did not reply then.
      if (s == &no && at.tested) continue;
      s->facts |= kReplied;
      mark(*s, at.call);
    }
  }

  bool sanity_replies;
};

void check(Context& context) {
  bool sanity = context.params("sanity", "noreply").empty();
  each_finding(context, Paths(sanity), Roots::main_and_failure, Once::each_before, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.before->span, "a path leads from this answer to a second one")
        .with_hint("leave with 'exit' behind the first answer")
        .with_note(context.locate(f.at->span), "answered again here");
  });
}

}  // namespace

extern const Rule kRule_double_reply;
const Rule kRule_double_reply = {"double-reply", Group::flow, diag::Severity::warning, "two final replies on one path", check};

}  // namespace kukini::lint
