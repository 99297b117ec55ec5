// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The order of the checks.
#include "sema/check.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {

Summary check(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, diag::Emitter& emitter) {
  return Checker(script, catalog, options, emitter).run();
}

Summary Checker::run() {
  model_ = build_model(script_, options_);
  find_live(script_, catalog_, options_, model_);
  for (const auto& d : emitter_.all()) {
    missing_include_ = missing_include_ || d.code == "pp-include-unreadable";
    passed_over_ = passed_over_ || d.code == "syntax-expected-item";
    // A loadmodule that could not be read: its module may be the one that is missed.
    passed_over_ = passed_over_ || (d.code.starts_with("syntax-") && base::trim(d.primary.source_line).starts_with("loadmodule"));
  }
  collect_bracketed();
  check_modules();
  for (const auto* item : script_.items()) {
    if (enough()) break;
    if (const auto* param = item->as<ast::ModParam>()) check_modparam(*param);
    if (const auto* param = item->as<ast::GlobalParam>()) check_global(*param);
    if (const auto* listen = item->as<ast::Listen>()) check_listen(*listen);
  }
  check_custom();
  check_routes();
  if (target_ != 0) check_forms_for_target();
  return std::move(summary_);
}

void Checker::collect_bracketed() {
  const auto& all = emitter_.all();
  if (std::none_of(all.begin(), all.end(), [](const auto& d) { return d.code.starts_with("syntax-"); })) return;
  for (const auto& file : script_.source().files()) {
    string_view text = file.text;
    for (auto open = text.find('['); open != string_view::npos; open = text.find('[', open + 1)) {
      auto end = text.find_first_of("[]\n", open + 1);
      if (end != string_view::npos && text[end] == ']') bracketed_.insert(text.substr(open + 1, end - open - 1));
      else if (auto brace = text.substr(0, end).find('{', open); brace != string_view::npos) bracketed_.insert(base::trim(text.substr(open + 1, brace - open - 1)));
    }
    // route(NAME) { is a mistake, too.
    for (auto open = text.find("route("); open != string_view::npos; open = text.find("route(", open + 1)) {
      auto end = text.find_first_of("()\n", open + 6);
      if (end == string_view::npos || text[end] != ')') continue;
      auto next = std::min(text.find_first_not_of(" \t\r", end + 1), text.size() - 1);
      if (text[next] == '{') bracketed_.insert(base::trim(text.substr(open + 6, end - open - 6)));
    }
  }
}

std::string Checker::how_to_load(string_view module) const {
  for (const auto& part : script_.source().inactive()) {
    auto text = string_view(script_.source().files()[part.file].text).substr(part.begin, part.end - part.begin);
    for (const auto& file : {std::string(module) + ".so\"", "\"" + std::string(module) + "\""}) {
      auto at = text.find(file);
      auto line = at == string_view::npos ? at : text.rfind('\n', at) + 1;
      if (at != string_view::npos && base::trim(text.substr(line, at - line)).starts_with("loadmodule"))
        return "its loadmodule stands in a part that an #!ifdef switches off";
    }
  }
  return "add loadmodule \"" + std::string(module) + ".so\"";
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
