// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>

#include "lint/context.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (const auto* route : context.routes()) {
    if (route->body == nullptr || !std::all_of(route->body->statements.begin(), route->body->statements.end(),
                                               [](const ast::Stmt* s) { return s->kind == ast::StmtKind::empty; }))
      continue;
    // An #!ifdef may have taken its content away.
    bool switched_off = false;
    const auto& source = context.script().source();
    auto first = source.verbatim({route->body->span.begin, route->body->span.begin + 1});
    auto last = source.verbatim({route->body->span.end - 1, route->body->span.end});
    if (!first || !last || first->file != last->file) continue;
    for (const auto& part : source.inactive()) switched_off = switched_off || (part.file == first->file && part.begin >= first->begin && part.end <= last->end);
    if (switched_off) continue;
    context.report(route->span.begin == route->body->span.begin ? route->body->span : lang::Span{route->span.begin, route->body->span.begin},
                   "this " + std::string(route->keyword) + (route->name.empty() ? "" : "[" + std::string(route->name) + "]") + " does nothing")
        .with_hint(route->is_main() ? "every request is dropped silently" : "");
  }
}

}  // namespace

extern const Rule kRule_empty_route;
const Rule kRule_empty_route = {"empty-route", Group::routes, diag::Severity::warning, "a route block with nothing in it", check};

}  // namespace kukini::lint
