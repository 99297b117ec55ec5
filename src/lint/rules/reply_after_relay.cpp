// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kRelayed = 1;

struct Paths : Client {
  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRelays) && at.call.name.starts_with("t_relay")) {
      yes.facts |= kRelayed;
      yes.mark = site(at.call);
      if (!at.tested) no.kinds = 0;
    } else if (at.is(kReplies) && reply_code(at.call) == ReplyCode::final && yes.has(kRelayed) && yes.mark != 0) {
      found.emplace_back(sites[yes.mark - 1u], &at.call);
    } else if (at.is(kOpaque)) {
      yes.facts = no.facts = 0;
    }
  }
  // What a return code says about the relaying is followed by test() only.
  void read(const ast::Expr& e, State& state) override {
    if (const auto* pv = e.as<ast::Pv>(); pv != nullptr && (pv->node->name == "rc" || pv->node->name == "retcode")) state.facts = 0;
  }

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
  if (!flow.complete()) return;
  std::vector<const ast::Call*> said;
  for (const auto* route : context.routes()) {
    if (!route->is_main() && route->route != ast::RouteKind::failure) continue;
    Paths paths;
    if (!flow.run(*route, paths)) continue;
    for (const auto& [relay, reply] : paths.found) {
      if (std::find(said.begin(), said.end(), relay) != said.end()) continue;
      said.push_back(relay);
      context.report(relay->span, "a path leads from this " + std::string(relay->name) + "() to an answer: who sent the request gets two")
          .with_hint("leave with 'exit' behind it, and answer only where it failed: if (!t_relay()) sl_reply_error(); exit;")
          .with_note(context.locate(reply->span), "answered here");
    }
  }
}

}  // namespace

extern const Rule kRule_reply_after_relay;
const Rule kRule_reply_after_relay = {"reply-after-relay", Group::flow, diag::Severity::warning, "a reply behind a successful t_relay()", check};

}  // namespace kukini::lint
