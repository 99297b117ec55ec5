// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void judge(Context& context, const ast::Expr& e, std::set<std::string_view>& told) {
  const auto* word = e.as<ast::Identifier>();
  if (word == nullptr) return;
  for (const auto& definition : context.script().source().definitions()) {
    if (definition.inclusion == lang::Inclusion::kNone || definition.name != word->name || !told.insert(word->name).second) continue;
    context.report(word->span, std::string(word->name) + " has no value here yet")
        .with_hint("move the #!define above this line")
        .with_note(context.script().source().locate(definition), "defined here");
    return;
  }
}

void check(Context& context) {
  std::set<std::string_view> told;
  for (const auto* item : context.script().items()) {
    if (const auto* param = item->as<ast::ModParam>(); param != nullptr && param->value != nullptr) judge(context, *param->value, told);
    if (const auto* param = item->as<ast::GlobalParam>())
      for (const auto* value : param->values) judge(context, *value, told);
  }
  for (const auto* route : context.routes())
    if (route->body != nullptr) sema::walk_expressions(*route->body, [&](const ast::Expr& e) { judge(context, e, told); });
}

}  // namespace

extern const Rule kRule_define_after_use;
const Rule kRule_define_after_use = {"define-after-use", Group::preprocess, diag::Severity::warning, "a name is used above its define",
                                     check};

}  // namespace kukini::lint
