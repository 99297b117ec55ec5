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
    if (enough()) break;
    if (const auto* param = item->as<ast::ModParam>()) check_modparam(*param);
    if (const auto* param = item->as<ast::GlobalParam>()) check_global(*param);
    if (const auto* listen = item->as<ast::Listen>()) check_listen(*listen);
  }
  check_custom_twice();
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

void Checker::mend(diag::Diagnostic& d, std::string title, bool safe, lang::Span at, std::string text) const {
  auto place = script_.source().verbatim(at);
  if (!place) return;
  const auto& file = script_.source().files()[place->file].name;
  d.fixes.push_back({std::move(title), safe, {{file, place->begin, place->end - place->begin, std::move(text)}}});
}

void Checker::suggest(diag::Diagnostic& d, lang::Span at, string_view name, const std::vector<string_view>& candidates) const {
  auto best = diag::did_you_mean(name, std::span<const string_view>(candidates));
  if (best.empty()) return;
  d.with_hint("did you mean " + std::string(best) + "?");
  auto written = script_.text(at);
  auto inside = written.find(name);
  if (inside == string_view::npos || written.find(name, inside + 1) != string_view::npos) return;
  auto begin = at.begin + static_cast<std::uint32_t>(inside);
  mend(d, "write " + std::string(best), false, {begin, begin + static_cast<std::uint32_t>(name.size())}, std::string(best));
}

std::string suggestion(string_view name, const std::vector<string_view>& candidates, string_view prefix) {
  auto best = diag::did_you_mean(name, std::span<const string_view>(candidates));
  return best.empty() ? std::string() : "did you mean " + std::string(prefix) + std::string(best) + "?";
}

}  // namespace kukini::sema
