// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

/// registered() has said that there is a contact.
enum : std::uint64_t { kUnchecked = 1, kRegistered = 2 };

bool is_lookup(std::string_view name) { return name == "lookup" || name == "lookup_branches"; }

struct Paths : Client {
  void call(const CallAt& at, State& yes, State& no) override {
    if (is_lookup(at.call.name)) {
      yes.facts = no.facts = yes.facts & kRegistered;
      if (!at.tested && !yes.has(kRegistered)) {
        // Whatever it found, this is the path on which it found nothing.
        no.facts |= kUnchecked;
        no.mark = site(at.call);
      }
    } else if (at.is(kRelays)) {
      if (yes.has(kUnchecked) && yes.mark != 0) found.emplace_back(sites[yes.mark - 1u], &at.call);
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
  std::uint16_t site(const ast::Call& call) {
    std::size_t i = 0;
    while (i < sites.size() && sites[i] != &call) ++i;
    if (i == sites.size()) sites.push_back(&call);
    return static_cast<std::uint16_t>(i + 1);
  }
  std::vector<const ast::Call*> sites;
  std::vector<std::pair<const ast::Call*, const ast::Call*>> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Paths paths;
  if (!flow.complete() || !flow.run_main(paths)) return;
  std::vector<const ast::Call*> said;
  for (const auto& [lookup, relay] : paths.found) {
    if (std::find(said.begin(), said.end(), lookup) != said.end()) continue;
    said.push_back(lookup);
    context.report(lookup->span, "nobody looks whether " + std::string(lookup->name) + "() found a contact")
        .with_hint("if (!lookup(\"location\")) { sl_send_reply(\"404\", \"Not Found\"); exit; }")
        .with_note(context.locate(relay->span), "relayed here, to itself where there is no contact");
  }
}

}  // namespace

extern const Rule kRule_lookup_unchecked;
const Rule kRule_lookup_unchecked = {"lookup-unchecked", Group::flow, diag::Severity::warning, "lookup() without a look at its result", check};

}  // namespace kukini::lint
