// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/flow/text.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (const auto* route : context.routes())
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* choice = s.as<ast::Switch>();
          if (choice == nullptr) return;
          std::unordered_map<std::string, lang::Span> before;
          for (const auto& one : choice->cases) {
            if (one.value == nullptr) continue;
            auto [at, fresh] = before.try_emplace(flow::normalized(context.script().text(one.value->span)), one.value->span);
            if (fresh) continue;
            context.report(one.value->span, "the same case stands above: this one is never taken")
                .with_hint("was another value meant?")
                .with_note(context.locate(at->second), "it stands here");
          }
        },
        [](const ast::Expr&) {});
}

}  // namespace

extern const Rule kRule_duplicate_case;
const Rule kRule_duplicate_case = {"duplicate-case", Group::flow, diag::Severity::warning, "the same case twice in a switch", check};

}  // namespace kukini::lint
