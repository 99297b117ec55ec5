// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "lint/context.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

constexpr std::uint64_t kReplied = 1;

struct Paths : Client {
  explicit Paths(bool sanity) : sanity_replies(sanity) {}

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kRefuses)) {
      if (!sanity_replies || !at.tested) return;
      no.facts |= kReplied;
      no.mark = site(at.call);
      return;
    }
    if (!at.is(kReplies) || reply_code(at.call) != ReplyCode::final) return;
    if (yes.has(kReplied) && yes.mark != 0 && sites[yes.mark - 1u] != &at.call) found.emplace_back(&at.call, sites[yes.mark - 1u]);
    for (auto* s : {&yes, &no}) {
      // One whose failure is looked at did not reply then.
      if (s == &no && at.tested) continue;
      s->facts |= kReplied;
      s->mark = site(at.call);
    }
  }
  std::uint16_t site(const ast::Call& call) {
    for (std::size_t i = 0; i < sites.size(); ++i)
      if (sites[i] == &call) return static_cast<std::uint16_t>(i + 1);
    if (sites.size() >= 0xfffe) return 0;
    sites.push_back(&call);
    return static_cast<std::uint16_t>(sites.size());
  }

  bool sanity_replies;
  std::vector<const ast::Call*> sites;
  std::vector<std::pair<const ast::Call*, const ast::Call*>> found;
};

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  bool sanity = context.params("sanity", "noreply").empty();
  std::vector<const ast::Call*> said;
  for (const auto* route : context.routes()) {
    if (!route->is_main() && route->route != ast::RouteKind::failure) continue;
    Paths paths(sanity);
    if (!flow.run(*route, paths)) continue;
    for (const auto& [second, first] : paths.found) {
      if (std::find(said.begin(), said.end(), first) != said.end()) continue;
      said.push_back(first);
      context.report(first->span, "a path leads from this answer to a second one")
          .with_hint("leave with 'exit' behind the first answer")
          .with_note(context.locate(second->span), "answered again here");
    }
  }
}

}  // namespace

extern const Rule kRule_double_reply;
const Rule kRule_double_reply = {"double-reply", Group::flow, diag::Severity::warning, "two final replies on one path", check};

}  // namespace kukini::lint
