// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "lint/context.hpp"
#include "lint/directives.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// Each line adds one more; the tables do not say so of all of them.
bool repeatable(const Context& context, std::string_view module, std::string_view name) {
  if (const auto* own = context.catalog().own_param(module, name)) return own->repeatable;
  const auto* fact = context.catalog().param(module, name);
  return fact == nullptr || fact->setter;
}

/// An #!ifdef, #!else or #!endif stands between the two: each is for a feature that may be on without the other.
bool under_other_conditions(const Context& context, const std::vector<Directive>& all, const ast::ModParam& a, const ast::ModParam& b) {
  auto from = context.script().source().verbatim(a.name_span), to = context.script().source().verbatim(b.name_span);
  if (!from || !to || from->file != to->file) return false;
  return std::any_of(all.begin(), all.end(), [&](const Directive& d) {
    return d.file == from->file && d.begin > from->begin && d.begin < to->begin && (d.word.starts_with("if") || d.word == "else" || d.word == "endif");
  });
}

void check(Context& context) {
  const auto conditions = directives(context);
  std::map<std::pair<std::string_view, std::string_view>, const ast::ModParam*> seen;
  for (const auto* item : context.script().items()) {
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr || param->value == nullptr) continue;
    const ast::ModParam* before = nullptr;
    std::string_view which;
    for (auto module : split(param->modules, '|')) {
      auto [at, first] = seen.emplace(std::pair(module, param->name), param);
      if (first || repeatable(context, module, param->name)) continue;
      before = at->second;
      which = module;
      at->second = param;
    }
    if (before == nullptr) continue;
    bool same = context.script().text(before->value->span) == context.script().text(param->value->span);
    if (same && under_other_conditions(context, conditions, *before, *param)) continue;
    context.report(param->name_span, "parameter '" + std::string(param->name) + "' of module '" + std::string(which) + "' is set again")
        .with_hint(same ? "remove one of the two" : "only this value counts; remove the other one")
        .with_note(context.locate(before->name_span), "set here");
  }
}

}  // namespace

extern const Rule kRule_modparam_twice;
const Rule kRule_modparam_twice = {"modparam-twice", Group::modules, diag::Severity::warning, "a parameter is set twice, and the last value wins",
                                   check};

}  // namespace kukini::lint
