// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kRecorded = 1;

struct Paths : Client {
  void call(const CallAt& at, State& yes, State& no) override {
    if (!at.is(kRecordsRoute)) {
      // What is sent, or taken off again, begins anew.
      if (at.is(kRelays | kOpaque) || at.call.name == "remove_record_route" || at.call.name == "msg_apply_changes" || at.call.name == "remove_hf")
        yes.facts = no.facts = 0;
      return;
    }
    if (yes.has(kRecorded) && yes.mark != 0 && sites[yes.mark - 1u] != &at.call) found.emplace_back(&at.call, sites[yes.mark - 1u]);
    std::size_t i = 0;
    while (i < sites.size() && sites[i] != &at.call) ++i;
    if (i == sites.size()) sites.push_back(&at.call);
    yes.facts |= kRecorded;
    yes.mark = static_cast<std::uint16_t>(i + 1);
    no.kinds = 0;
  }
  std::vector<const ast::Call*> sites;
  std::vector<std::pair<const ast::Call*, const ast::Call*>> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  Paths paths;
  if (!flow.complete() || !flow.run_main(paths)) return;
  std::vector<const ast::Call*> said;
  for (const auto& [second, first] : paths.found) {
    if (std::find(said.begin(), said.end(), second) != said.end()) continue;
    said.push_back(second);
    context.report(second->span, "a Record-Route has been added already on a path to here")
        .with_hint("once is enough; loose_route() takes off one only")
        .with_note(context.locate(first->span), "added here");
  }
}

}  // namespace

extern const Rule kRule_record_route_twice;
const Rule kRule_record_route_twice = {"record-route-twice", Group::sip, diag::Severity::warning, "record_route() twice on one path", check};

}  // namespace kukini::lint
