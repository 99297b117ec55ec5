// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void judge(Context& context, std::string_view name, const ast::Expr* value, std::int64_t limit) {
  auto ms = number_of(value);
  if (!ms || *ms <= 0 || *ms >= limit) return;
  auto& d = context.report(value->span, std::string(name) + " is in milliseconds: this is " + std::to_string(*ms) + " ms");
  auto text = std::to_string(*ms * 1000);
  d.with_hint("for " + std::to_string(*ms) + " s write " + text);
  context.fix(d, "write " + text, false, value->span, value->as<ast::String>() != nullptr ? "\"" + text + "\"" : text);
}

void check(Context& context) {
  for (std::string_view name : {"fr_timer", "fr_inv_timer", "max_inv_lifetime", "max_noninv_lifetime", "fr_inv_timer_next"})
    for (const auto* param : context.params("tm", name)) judge(context, name, param->value, 400);
  for (const auto& site : context.calls("t_set_fr"))
    for (std::size_t i = 0; i < site.call->arguments.size(); ++i) judge(context, i == 0 ? "the INVITE timer" : "the first timer", site.call->arguments[i], 200);
  for (const auto& site : context.calls("t_set_max_lifetime"))
    for (std::size_t i = 0; i < site.call->arguments.size(); ++i) judge(context, "the lifetime", site.call->arguments[i], 200);
}

}  // namespace

extern const Rule kRule_timer_in_seconds;
const Rule kRule_timer_in_seconds = {"timer-in-seconds", Group::modules, diag::Severity::warning, "a timer of tm that looks like seconds",
                                     check, true};

}  // namespace kukini::lint
