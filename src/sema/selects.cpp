// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of selects, @via[1].branch and $sel(via[1].branch), and of the runtime variables that @cfg_get.group.name reads.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

struct Part {
  string_view text;
  bool number = false;
};

string_view take(string_view& text, char end) {
  auto at = text.find(end);
  auto piece = text.substr(0, at);
  text.remove_prefix(at == string_view::npos ? text.size() : at + 1);
  return piece;
}

// The facts know six parts; what follows them is taken as it is.
bool matches(string_view path, std::span<const Part> parts) {
  if (path == ".") return parts.empty();
  std::size_t count = 0;
  for (const auto& part : parts) {
    if (path.empty()) return count >= 5;
    auto expected = take(path, '.');
    // Where an index may stand, the first one is meant without it.
    if (expected == "%i" && !part.number && !path.empty()) expected = take(path, '.');
    ++count;
    if (part.number ? expected != "%i" : expected == "%i") return false;
    if (!part.number && expected != "%s" && expected != "%" && !base::iequals(expected, part.text)) return false;
  }
  return path.empty();
}

bool matches_any(string_view paths, std::span<const Part> parts) {
  while (!paths.empty())
    if (matches(take(paths, ' '), parts)) return true;
  return false;
}

}  // namespace

void Checker::check_select(const ast::Select& select) {
  std::vector<Part> parts;
  for (const auto& p : select.parts) {
    parts.push_back({p.name});
    if (p.has_index) parts.push_back({{}, true});
    if (p.has_key) parts.push_back({p.key});
  }
  if (parts.empty()) return;
  auto root = parts.front().text;
  std::span<const Part> rest(parts.data() + 1, parts.size() - 1);
  if (base::iequals(root, "cfg_get") && rest.size() == 2) return check_cfg_get(rest[0].text, rest[1].text, select.span);
  bool root_known = false, known = false;
  catalog::ReleaseMask releases = 0;
  string_view module;
  std::vector<string_view> roots;
  for (const auto& fact : catalog_.facts().selects) {
    roots.push_back(fact.root);
    if (!base::iequals(fact.root, root)) continue;
    root_known = true;
    if (!matches_any(fact.paths, rest)) continue;
    known = true;
    if (model_.loaded(fact.module) && in_target(fact.releases)) {
      auto text = select.text.starts_with('@') ? select.text.substr(1) : select.text;
      if (target_ == 0 && options_.runs_select != nullptr && !options_.runs_select(text))
        not_provided(code::kVariableNotProvided, select.span, fact.module,
                     "@" + std::string(text) + " of " + (fact.module == "core" ? "the core" : "module " + quoted(fact.module)) + " is not in Kukini yet");
      return;
    }
    if (model_.loaded(fact.module)) releases |= fact.releases;
    module = fact.module;
  }
  if (releases != 0) return report_target(std::string(select.text), releases, select.span, nullptr);
  if (known) {
    warning(code::kUnknownSelect, select.span, std::string(select.text) + " belongs to module " + std::string(module) + ", which is not loaded: it has no value")
        .with_hint("add loadmodule \"" + std::string(module) + ".so\"");
    return;
  }
  warning(code::kUnknownSelect, select.span, "there is no select " + std::string(select.text) + ": it has no value")
      .with_hint(root_known ? "" : suggestion(root, roots, "@"));
}

void Checker::check_cfg_get(string_view group, string_view name, lang::Span at) {
  auto full = std::string(group) + "." + std::string(name);
  if (model_.custom.contains(full) || catalog_.cfg_var(full) != nullptr) return;
  std::vector<string_view> names(model_.custom.begin(), model_.custom.end());
  auto near = suggestion(full, names);
  if (missing_include_ || passed_over_) return;  // it may be declared there
  error(code::kUndeclaredVariable, at, "the script variable " + full + " is not declared")
      .with_hint(near.empty() ? "declare it at the top level: " + full + " = value" : near);
}

// The text of $sel(…), where it is a plain one.
void Checker::check_select_text(string_view text, lang::Span at) {
  if (!text.starts_with("cfg_get.")) {
    // Unlike @…, which has no value then, Kamailio does not start with it.
    if (target_ == 0 && options_.runs_select != nullptr && text.find('$') == string_view::npos && !options_.runs_select(text))
      error(code::kUnknownSelect, at, "there is no select " + std::string(text));
    return;
  }
  text.remove_prefix(8);
  auto group = take(text, '.');
  if (!group.empty() && !text.empty() && text.find_first_of(".[$") == string_view::npos) check_cfg_get(group, text, at);
}

void Checker::check_custom() {
  std::map<std::string, const ast::GlobalParam*> first;
  std::set<string_view> plain;
  for (const auto* item : script_.items())
    if (const auto* param = item->as<ast::GlobalParam>(); param != nullptr && param->instance < 0) plain.insert(param->group);
  for (const auto* item : script_.items()) {
    const auto* param = item->as<ast::GlobalParam>();
    if (param == nullptr || param->group.empty() || enough()) continue;
    auto full = std::string(param->group) + "." + std::string(param->name);
    string_view owner = owner_of_group(param->group);
    if (param->instance >= 0) {
      if (owner.empty() && !plain.contains(param->group) && !missing_include_ && !passed_over_)
        error(code::kUndeclaredVariable, param->name_span, "the group " + quoted(param->group) + " has no variable without a number")
            .with_hint("declare it first: " + full + " = value");
      continue;
    }
    if (!owner.empty()) {
      // The group is the module's: Kamailio does not start, because the module cannot declare it any more.
      bool known = owner != "core" ? catalog_.param(owner, param->name) != nullptr || catalog_.own_param(owner, param->name) != nullptr
                                   : catalog_.global(param->name) != nullptr;
      auto value = param->values.empty() ? string_view("value") : script_.text(param->values.front()->span);
      error(code::kDuplicateVariable, param->name_span,
            "the group " + quoted(param->group) + " belongs to " + (owner == "core" ? "the core" : "module " + quoted(owner)) + ": no variable can be declared in it")
          .with_hint(!known           ? "choose another name for the group"
                     : owner == "core" ? "write " + std::string(param->name) + " = " + std::string(value)
                                       : "write modparam(\"" + std::string(owner) + "\", \"" + std::string(param->name) + "\", " + std::string(value) + ")");
      continue;
    }
    auto [at, fresh] = first.emplace(full, param);
    if (!fresh)
      error(code::kDuplicateVariable, param->name_span, "the script variable " + at->first + " is declared already")
          .with_note(script_.locate(at->second->name_span), "declared here");
  }
}

string_view Checker::owner_of_group(string_view group) const {
  for (const auto& fact : catalog_.facts().cfg_vars)
    if (fact.name.size() > group.size() && fact.name[group.size()] == '.' && fact.name.starts_with(group) && model_.loaded(fact.module)) return fact.module;
  return {};
}

}  // namespace kukini::sema
