// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of pseudo-variables: known, loaded, provided, rightly named, assignable; alone and inside format strings.
#include <algorithm>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

bool has_word(string_view words, string_view word) {
  while (!words.empty()) {
    auto space = words.find(' ');
    if (words.substr(0, space) == word) return true;
    words.remove_prefix(space == string_view::npos ? words.size() : space + 1);
  }
  return false;
}

std::vector<string_view> split(string_view words) {
  std::vector<string_view> out;
  while (!words.empty()) {
    auto space = words.find(' ');
    out.push_back(words.substr(0, space));
    words.remove_prefix(space == string_view::npos ? words.size() : space + 1);
  }
  return out;
}

}  // namespace

void Checker::check_format(const ast::String& text) {
  if (!lang::has_pv(text.value)) return;
  std::vector<lang::PvProblem> problems;
  auto pieces = lang::parse_format(text.value, arena_, problems);
  Origin origin{&text, 0};
  for (const auto& p : problems) error(code::kBadFormat, origin.at(p.offset, p.length), p.message).with_hint(p.hint);
  for (const auto& piece : pieces)
    if (piece.pv != nullptr) check_variable(*piece.pv, origin, false);
}

void Checker::check_pv_text(const ast::String& text, bool assigned) {
  std::vector<lang::PvProblem> problems;
  const auto* node = lang::parse_pv(text.value, arena_, problems);
  Origin origin{&text, 0};
  if (node != nullptr) {
    check_variable(*node, origin, assigned);
  } else if (problems.empty()) {
    error(code::kArgumentKind, text.span, "a pseudo-variable must stand here");
  }
  for (const auto& p : problems) error(code::kBadFormat, origin.at(p.offset, p.length), p.message).with_hint(p.hint);
}

void Checker::check_variable(const ast::PvNode& node, const Origin& origin, bool assigned) {
  auto at = origin.at(node.offset, node.length);
  bool settable = false, found = false;
  auto needed = manifest::Inner::none;
  if (target_ != 0) {
    found = find_variable_for_target(node, at, settable, needed);
    if (!found) return check_parts(node, origin);
  }
  for (const auto& own : catalog_.own_variables(node.name)) {
    if (target_ != 0) break;
    if (own.module != catalog_.core() && !model_.loaded(own.module->name)) continue;
    found = true;
    settable = settable || own.decl->settable;
    needed = std::max(needed, own.decl->inner);
  }
  if (!found) {
    std::vector<string_view> modules;
    const catalog::VariableFact* loaded = nullptr;
    for (const auto& fact : catalog_.variables(node.name)) {
      if (model_.loaded(fact.module)) {
        if (loaded == nullptr || loaded->module != "core") loaded = &fact;
        settable = settable || fact.settable;
        if (fact.inner) needed = manifest::Inner::optional;
      } else {
        modules.push_back(fact.module);
      }
    }
    if (loaded != nullptr) {
      if (!options_.assume_modules && !(loaded->module == "core" && catalog_.core() == nullptr)) {
        not_provided(code::kVariableNotProvided, at, loaded->module,
                     "$" + std::string(node.name) + " of " +
                         (loaded->module == "core" ? "the core" : "module " + quoted(loaded->module)) + " is not in Kukini yet");
        check_parts(node, origin);
        return;
      }
    } else {
      for (const auto& own : catalog_.own_variables(node.name)) modules.push_back(own.module->name);
      report_missing_variable(node, at, modules);
      check_parts(node, origin);
      return;
    }
  }
  if (needed >= manifest::Inner::required && !node.has_inner)
    error(code::kVariableName, at, "$" + std::string(node.name) + " needs a name: $" + std::string(node.name) + "(name)");
  if (needed == manifest::Inner::none && node.has_inner)
    error(code::kVariableName, at, "$" + std::string(node.name) + " takes no name in parentheses")
        .with_hint("where the parenthesis is text, write $(" + std::string(node.name) + ")(…");
  else if (node.has_inner)
    check_variable_name(node, origin);
  if (assigned && !settable)
    error(code::kNotAssignable, at, "$" + std::string(node.name) + " can be read only");
  check_parts(node, origin);
}

void Checker::report_missing_variable(const ast::PvNode& node, lang::Span at, const std::vector<string_view>& modules) {
  if (modules.empty()) {
    error(code::kUnknownVariable, at, "pseudo-variable $" + std::string(node.name) + " is not known")
        .with_hint(node.name.size() < 3 ? std::string() : suggestion(node.name, catalog_.variable_names(), "$"));
    return;
  }
  if (passed_over_ || missing_include_) return;
  error(code::kVariableNeedsModule, at,
        "$" + std::string(node.name) + " belongs to module " + std::string(modules.front()) + ", which is not loaded")
      .with_hint(how_to_load(modules.front()));
}

void Checker::check_variable_name(const ast::PvNode& node, const Origin& origin) {
  if (!node.inner_is_literal() || node.inner.empty()) return;
  if (node.name == "sel") return check_select_text(node.inner, origin.at(node.offset, node.length));
  // Of $gip2(src=>cc) the last part is the one of a fixed set.
  auto key = node.inner;
  if (auto arrow = key.rfind("=>"); arrow != string_view::npos) key.remove_prefix(arrow + 2);
  if (key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != string_view::npos ||
      (!key.empty() && base::is_digit(key.front())))
    return;
  string_view keys;
  catalog::ReleaseMask elsewhere = 0;
  for (const auto& fact : catalog_.variables(node.name)) {
    if (!in_target(fact.releases)) continue;
    bool known = has_word(fact.keys, key);
    if (known && !in_target(fact.key_releases(key))) {
      elsewhere |= fact.key_releases(key);
      continue;
    }
    if (!fact.keys_closed || known) return;
    keys = fact.keys;
  }
  if (elsewhere != 0)
    return report_target(quoted(key) + " of $" + std::string(node.name), elsewhere,
                         origin.at(node.inner_offset, static_cast<std::uint32_t>(node.inner.size())), nullptr);
  if (keys.empty()) return;
  error(code::kVariableName, origin.at(node.inner_offset, static_cast<std::uint32_t>(node.inner.size())),
        "$" + std::string(node.name) + " has no " + quoted(key))
      .with_hint(suggestion(key, split(keys)));
}

void Checker::check_parts(const ast::PvNode& node, const Origin& origin) {
  // The name of these is text, dollar signs and all.
  bool literal_name = node.name == "var" || node.name == "shv" || node.name == "def" || node.name == "defn" ||
                      node.name == "env" || node.name == "envn";
  for (const auto& piece : node.inner_pieces)
    if (!literal_name && piece.pv != nullptr) check_variable(*piece.pv, origin, false);
  if (node.index.pv != nullptr) check_variable(*node.index.pv, origin, false);
  for (const auto& t : node.transformations) {
    check_transformation(t, origin);
    for (const auto& argument : t.arguments)
      if (argument.pv != nullptr) check_variable(*argument.pv, origin, false);
  }
}

void Checker::check_assignment(const ast::Assign& assign) {
  assigned_ = assign.target;
  if (assign.target == nullptr || assign.target->kind == ast::ExprKind::error) return;
  const auto* pv = assign.target->as<ast::Pv>();
  if (pv == nullptr) {
    if (assign.target->kind == ast::ExprKind::select)
      error(code::kNotAssignable, assign.target->span, "a select can be read only");
    else
      error(code::kNotAssignable, assign.target->span, "only a pseudo-variable can be assigned")
          .with_hint(assign.target->kind == ast::ExprKind::call || assign.target->kind == ast::ExprKind::identifier ? "write $" + std::string(script_.text(assign.target->span)) : "");
    return;
  }
  if (pv->node == nullptr) return;
  if (!pv->node->transformations.empty())
    error(code::kNotAssignable, assign.target->span, "a transformed value can be read only");
  check_variable(*pv->node, {nullptr, pv->span.begin}, true);
}

}  // namespace kukini::sema
