// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

/// registered() has said that there is a contact.
enum : std::uint64_t { kUnchecked = 1, kRegistered = 2 };

bool is_lookup(std::string_view name) { return name == "lookup" || name == "lookup_branches"; }

struct Paths : Finder {
  void call(const CallAt& at, State& yes, State& no) override {
    if (is_lookup(at.call.name)) {
      yes.facts = no.facts = yes.facts & kRegistered;
      if (!at.tested && !yes.has(kRegistered)) {
        // Whatever it found, this is the path on which it found nothing.
        no.facts |= kUnchecked;
        mark(no, at.call);
      }
    } else if (at.is(kRelays)) {
      if (yes.has(kUnchecked) && marked(yes) != nullptr) found(at.call, yes);
    } else if ((at.tested && !at.is(kStable)) || at.is(kOpaque | kLocates)) {
      // Something else decides, it may look at the outcome.
      forget(yes);
      forget(no);
      if (at.call.name == "registered") yes.facts |= kRegistered;
    }
  }
  void condition(const ast::Expr& e, State& yes, State& no) override {
    if (e.kind == ast::ExprKind::number) return;
    forget(yes);
    forget(no);
  }
  void read(const ast::Expr&, State& state) override { forget(state); }
  void assign(const ast::Assign&, State& state) override { forget(state); }
  static void forget(State& state) { state.facts &= kRegistered; }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main, Once::each_before, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.before->span, "nobody looks whether " + std::string(f.before->name) + "() found a contact")
        .with_hint("if (!lookup(\"location\")) { sl_send_reply(\"404\", \"Not Found\"); exit; }")
        .with_note(context.locate(f.at->span), "relayed here, to itself where there is no contact");
  });
}

}  // namespace

extern const Rule kRule_lookup_unchecked;
const Rule kRule_lookup_unchecked = {"lookup-unchecked", Group::flow, diag::Severity::warning, "lookup() without a look at its result", check};

}  // namespace kukini::lint
