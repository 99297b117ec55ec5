// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Literals and names.
#include "lint/literals.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "lint/directives.hpp"

namespace kukini::lint {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    auto end = std::min(text.find(separator), text.size());
    if (auto part = base::trim(text.substr(0, end)); !part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::string_view> constant_text(const ast::Expr* expression) {
  const auto* text = expression != nullptr ? expression->as<ast::String>() : nullptr;
  if (text == nullptr || lang::has_pv(text->value)) return {};
  return text->value;
}

std::optional<std::int64_t> switch_value(const ast::Expr* expression) {
  if (expression == nullptr) return {};
  if (const auto* number = expression->as<ast::Number>()) return number->value;
  const auto* word = expression->as<ast::Identifier>();
  if (word == nullptr) return {};
  for (std::string_view on : {"yes", "on", "true", "enable"})
    if (base::iequals(word->name, on)) return 1;
  for (std::string_view off : {"no", "off", "false", "disable"})
    if (base::iequals(word->name, off)) return 0;
  return {};
}

std::int64_t global_number(const Context& context, std::string_view name, std::int64_t otherwise) {
  const auto* param = context.global(name);
  if (param == nullptr || param->values.size() != 1) return otherwise;
  return switch_value(param->values.front()).value_or(otherwise);
}

std::optional<std::int64_t> param_number(const Context& context, std::string_view module, std::string_view name) {
  auto set = context.params(module, name);
  return set.empty() ? std::nullopt : switch_value(set.back()->value);
}

lang::Span place_of(const ast::String& literal, std::string_view part) {
  auto at = literal.value.find(part);
  if (part.empty() || at == std::string_view::npos) return literal.span;
  return literal.locate(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(part.size()));
}

const ast::LoadModule* load_of(const Context& context, std::string_view module) {
  auto at = context.model().modules.find(module);
  return at == context.model().modules.end() ? nullptr : at->second;
}

bool has_unread_include(const Context& context, bool switched_off) {
  // Where the parser passed over text, names may have stood in it.
  for (std::string_view code :
       {"syntax-conflict-marker", "syntax-expected-argument", "syntax-expected-brace", "syntax-expected-comma", "syntax-expected-condition",
        "syntax-expected-expression", "syntax-expected-item", "syntax-expected-paren", "syntax-expected-route", "syntax-expected-statement",
        "syntax-extra-brace", "syntax-missing-brace", "syntax-missing-semicolon", "syntax-outside", "syntax-unclosed-comment",
        "syntax-unclosed-string"})
    if (context.reported(code)) return true;
  auto base_name = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
  const auto& files = context.script().source().files();
  for (const auto& d : directives(context)) {
    if ((!d.active && !switched_off) || (d.word != "include_file" && d.word != "import_file")) continue;
    if (std::any_of(files.begin(), files.end(), [&](const auto& f) { return base_name(f.name) == base_name(d.name); })) continue;
    // An import may be missing: then there is nothing in it.
    std::error_code error;
    auto folder = std::filesystem::path(files[d.file].name).parent_path();
    if (d.word == "include_file" || std::filesystem::exists(folder / d.name, error)) return true;
  }
  return false;
}

void each_binary(const Context& context, const std::function<void(const ast::Binary&, const ast::Route&)>& visit) {
  for (const auto* route : context.routes())
    if (route->body != nullptr)
      sema::walk_expressions(*route->body, [&](const ast::Expr& e) {
        if (const auto* binary = e.as<ast::Binary>()) visit(*binary, *route);
      });
}

void each_statement(const Context& context, const std::function<void(const ast::Stmt&, const ast::Route&)>& visit) {
  for (const auto* route : context.routes())
    sema::walk(
        route->body, [&](const ast::Stmt& s) { visit(s, *route); }, [](const ast::Expr&) {});
}

std::string_view key_value(std::string_view text, std::string_view key) {
  for (auto part : split(text, ';')) {
    auto equals = part.find('=');
    if (equals == std::string_view::npos || base::trim(part.substr(0, equals)) != key) continue;
    part.remove_prefix(equals + 1);
    if (part.starts_with('>')) part.remove_prefix(1);
    return base::trim(part);
  }
  return {};
}

}  // namespace kukini::lint
