// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The order of the checks.
#include "sema/check.hpp"

#include "sema/checker.hpp"

namespace kukini::sema {

Summary check(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, diag::Emitter& emitter) {
  return Checker(script, catalog, options, emitter).run();
}

Summary Checker::run() {
  model_ = build_model(script_, options_);
  find_live(script_, catalog_, options_, model_);
  check_modules();
  for (const auto* item : script_.items()) {
    if (const auto* param = item->as<ast::ModParam>()) check_modparam(*param);
    if (const auto* param = item->as<ast::GlobalParam>()) check_global(*param);
    if (const auto* listen = item->as<ast::Listen>()) check_listen(*listen);
  }
  check_routes();
  if (target_ != 0) check_forms_for_target();
  return std::move(summary_);
}

bool Checker::reported(lang::Span at) const {
  if (emitter_.errors() == 0) return false;
  auto here = script_.locate(at);
  for (const auto& d : emitter_.all())
    if (d.severity == diag::Severity::error && d.primary.line == here.line && d.primary.file == here.file) return true;
  return false;
}

std::string suggestion(string_view name, const std::vector<string_view>& candidates, string_view prefix) {
  auto best = diag::did_you_mean(name, std::span<const string_view>(candidates));
  return best.empty() ? std::string() : "did you mean " + std::string(prefix) + std::string(best) + "?";
}

}  // namespace kukini::sema
