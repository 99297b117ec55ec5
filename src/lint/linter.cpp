// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The order of the passes: front end, semantic check, rules, then what is switched off is taken out.
#include "lint/linter.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "catalog/core_manifest.hpp"
#include "lang/source/read_file.hpp"
#include "lint/context.hpp"
#include "lint/dispatcher_list.hpp"
#include "lint/suppress.hpp"
#include "sema/check.hpp"

namespace kukini::lint {
namespace {

bool names(const std::vector<std::string>& list, const CodeInfo& code) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& n) { return n == "all" || n == code.code || n == to_string(code.group); });
}

bool ignored_in_file(const diag::Diagnostic& d, const CodeInfo& code, const Options& options) {
  for (const auto& [pattern, list] : options.per_file_ignores)
    if (fnmatch(pattern.c_str(), d.primary.file.c_str(), 0) == 0 && names(list, code)) return true;
  return false;
}

/// What Kukini lacks is said once for each name, where it stands first.
void join_repeated(std::vector<diag::Diagnostic>& all) {
  std::map<std::pair<std::string, std::string>, std::pair<std::size_t, std::size_t>> first;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].code.ends_with("-not-provided")) {
      auto [at, fresh] = first.try_emplace({all[i].code, all[i].message}, kept, 0);
      if (!fresh) {
        ++at->second.second;
        continue;
      }
    }
    if (kept != i) all[kept] = std::move(all[i]);
    ++kept;
  }
  all.resize(kept);
  for (const auto& [key, where] : first)
    if (where.second != 0) all[where.first].message += " (and in " + std::to_string(where.second) + (where.second == 1 ? " more place)" : " more places)");
}

/// Where a quote is missing, what stands behind it is read inside out: what else is found there is noise, and so is what is said of paths and blocks.
class InsideOut {
 public:
  explicit InsideOut(const diag::Emitter& emitter) {
    for (const auto& d : emitter.all())
      if (d.code == "syntax-unclosed-string" && !d.notes.empty()) places_.push_back(d.notes.front().location);
  }
  bool covers(const diag::Diagnostic& d, const CodeInfo* code) const {
    if (places_.empty() || d.code == "syntax-unclosed-string") return false;
    if (code != nullptr && (code->group == Group::flow || code->group == Group::routes)) return true;
    return std::any_of(places_.begin(), places_.end(), [&](const auto& p) { return p.file == d.primary.file && p.line <= d.primary.line; });
  }

 private:
  std::vector<diag::Location> places_;
};

std::vector<diag::Diagnostic> take(diag::Emitter& emitter, const Suppressions& suppressions, const Options& options) {
  std::vector<diag::Diagnostic> out;
  emitter.sort();
  InsideOut inside_out(emitter);
  for (auto& d : emitter.release()) {
    const auto* code = find_code(d.code);
    if (code != nullptr && (!selected(*code, options) || ignored_in_file(d, *code, options))) continue;
    if (suppressions.covers(d) || inside_out.covers(d, code)) continue;
    out.push_back(std::move(d));
    if (auto changed = options.severity.find(out.back().code); changed != options.severity.end()) out.back().severity = changed->second;
  }
  join_repeated(out);
  return out;
}

void report_unknown(const Suppressions& suppressions, diag::Emitter& emitter) {
  for (const auto& [place, name] : suppressions.unknown())
    emitter.warning("unknown-code", place, "there is no code '" + name + "' to switch off").with_hint("kukini-lint --list-rules prints all codes");
}

std::vector<diag::Diagnostic> lint_list(const std::string& name, const std::string& text, const Options& options) {
  diag::Emitter emitter;
  Suppressions suppressions;
  suppressions.read(name, text);
  ListContext context(name, text, emitter);
  for (const auto* rule : rules())
    if (rule->check_list != nullptr) context.run(*rule);
  report_unknown(suppressions, emitter);
  return take(emitter, suppressions, options);
}

std::vector<diag::Diagnostic> lint_script(const lang::Script& script, diag::Emitter& emitter, const Options& options) {
  sema::Options sema_options;
  sema_options.target = options.target;
  sema_options.assume_modules = !options.target.empty();
  sema_options.not_provided_is_error = false;
  sema::check(script, catalog(), sema_options, emitter);
  Context context(script, catalog(), sema_options, emitter);
  for (const auto* rule : rules())
    if (rule->check != nullptr && selected(*find_code(rule->code), options)) context.run(*rule);
  Suppressions suppressions;
  for (const auto& file : script.source().files()) suppressions.read(file.name, file.text);
  report_unknown(suppressions, emitter);
  return take(emitter, suppressions, options);
}

lang::ParseOptions parse_options(const Options& options) {
  auto parse = options.parse;
  if (!options.target.empty()) parse.version = sema::release_version(options.target);
  return parse;
}

bool is_list(const std::string& name, Kind kind) {
  return kind == Kind::dispatcher_list || (kind == Kind::automatic && name.ends_with(".list"));
}

}  // namespace

const catalog::Catalog& catalog() {
  static const catalog::Catalog all(catalog::module_manifests(), &catalog::kManifest_core);
  return all;
}

bool selected(const CodeInfo& code, const Options& options) {
  if (names(options.ignore, code)) return false;
  return options.select.empty() ? code.on : names(options.select, code);
}

std::vector<diag::Diagnostic> lint_file(const std::string& path, const Options& options, Kind kind) {
  diag::Emitter emitter;
  if (is_list(path, kind)) {
    auto text = lang::read_file(path, options.parse.max_file_bytes);
    if (text) return lint_list(path, *text, options);
    diag::Location whole;
    whole.file = path;
    emitter.error("pp-include-unreadable", whole, "cannot read \"" + path + "\": " + text.error());
    return take(emitter, {}, options);
  }
  auto script = lang::parse_file(path, parse_options(options), emitter);
  return lint_script(*script, emitter, options);
}

std::vector<diag::Diagnostic> lint_text(const std::string& name, std::string text, const Options& options, Kind kind) {
  return lint_and_keep(name, std::move(text), options, kind).found;
}

Linted lint_and_keep(const std::string& name, std::string text, const Options& options, Kind kind) {
  if (is_list(name, kind)) return {nullptr, lint_list(name, text, options)};
  diag::Emitter emitter;
  auto script = lang::parse_text(name, std::move(text), parse_options(options), emitter);
  auto found = lint_script(*script, emitter, options);
  return {std::move(script), std::move(found)};
}

base::Result<std::string> parse_target(std::string_view name) {
  if (name.empty() || name == "kukini") return std::string();
  auto label = name.starts_with("kamailio-") ? name.substr(9) : name;
  std::string known = "kukini";
  for (auto release : catalog().facts().releases) {
    if (release == label) return std::string(label);
    known += ", kamailio-" + std::string(release);
  }
  return base::Error{"there is no target '" + std::string(name) + "'; there are " + known};
}

std::string check_names(const Options& options) {
  std::vector<std::string_view> all;
  for (const auto& c : code_infos()) all.push_back(c.code);
  for (int g = 0; g <= static_cast<int>(Group::style); ++g) all.push_back(to_string(static_cast<Group>(g)));
  all.push_back("all");
  auto wrong = [&](std::string_view name) -> std::string {
    if (std::find(all.begin(), all.end(), name) != all.end()) return {};
    auto best = diag::did_you_mean(name, std::span<const std::string_view>(all));
    return "there is no code or group '" + std::string(name) + "'" + (best.empty() ? "" : "; did you mean '" + std::string(best) + "'?");
  };
  for (const auto* list : {&options.select, &options.ignore})
    for (const auto& name : *list)
      if (auto error = wrong(name); !error.empty()) return error;
  for (const auto& [name, severity] : options.severity)
    if (auto error = wrong(name); !error.empty()) return error;
  for (const auto& [pattern, list] : options.per_file_ignores)
    for (const auto& name : list)
      if (auto error = wrong(name); !error.empty()) return error;
  return {};
}

}  // namespace kukini::lint
