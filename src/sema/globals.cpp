// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of global parameters: names, types, retired ones.
#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

bool is_switch(string_view word) {
  for (string_view w : {"yes", "no", "on", "off", "true", "false", "enable", "disable"})
    if (base::iequals(w, word)) return true;
  return false;
}

bool is_number(const ast::Expr& value) {
  if (const auto* word = value.as<ast::Identifier>()) return is_switch(word->name);
  if (const auto* unary = value.as<ast::Unary>()) return is_number(*unary->operand);
  return value.kind == ast::ExprKind::number || value.kind == ast::ExprKind::binary;
}

}  // namespace

void Checker::check_coreparam(const ast::GlobalParam& param) {
  std::vector<string_view> names;
  for (const auto& fact : catalog_.facts().core_params) {
    names.push_back(fact.name);
    if (fact.name != param.name) continue;
    if (!in_target(fact.releases)) return report_target("coreparam", fact.releases, param.name_span, nullptr);
    if (param.values.size() != 1 || param.values.front()->kind == ast::ExprKind::error) return;
    bool text = param.values.front()->kind == ast::ExprKind::string;
    if (text != (fact.type == "string"))
      error(code::kGlobalType, param.values.front()->span, quoted(param.name) + (text ? " takes a number" : " takes text"));
    return;
  }
  error(code::kUnknownGlobal, param.name_span, "there is no core parameter " + quoted(param.name)).with_hint(suggestion(param.name, names));
}

void Checker::check_global(const ast::GlobalParam& param) {
  if (param.is_coreparam) return check_coreparam(param);
  if (!param.group.empty()) return;  // custom parameters, and those of modules: any name may be made
  const auto* fact = catalog_.global(param.name);
  if (fact == nullptr) {
    if (param.values.empty()) return;
    suggest(error(code::kUnknownGlobal, param.name_span, "global parameter " + quoted(param.name) + " is not known"), param.name_span, param.name,
            catalog_.global_names());
    return;
  }
  if (param.values.size() == 1 && param.values.front()->kind != ast::ExprKind::error && !reported(param.values.front()->span)) {
    const auto& value = *param.values.front();
    bool only_number = fact->type == "int" || fact->type == "bool";
    if (only_number && !is_number(value)) {
      error(code::kGlobalType, value.span,
            quoted(param.name) + (fact->boolean || fact->type == "bool" ? " takes yes or no" : " takes a number"))
          .with_hint(value.kind == ast::ExprKind::string       ? "write it without quotes"
                     : value.kind == ast::ExprKind::identifier ? not_defined(value.as<ast::Identifier>()->name)
                                                               : "");
    } else if (fact->type == "string" && value.kind == ast::ExprKind::number) {
      error(code::kGlobalType, value.span, quoted(param.name) + " takes text").with_hint("write it in quotes");
    } else if (fact->type == "id" && value.kind == ast::ExprKind::string) {
      error(code::kGlobalType, value.span, quoted(param.name) + " takes a word without quotes");
    }
  }
  if (!in_target(fact->releases))
    return report_target("global parameter " + quoted(param.name), fact->releases, param.name_span,
                         catalog_.replacement("core_param", "core", param.name));
  if (target_ != 0) return;
  auto since = catalog_.facts().gone_since(fact->releases);
  if (since.empty() || !options_.warnings || !first_time("global", param.name)) return;
  const auto* instead = catalog_.replacement("core_param", "core", param.name);
  warning(code::kRetiredGlobal, param.name_span,
          "global parameter " + quoted(param.name) + " is gone since Kamailio " + std::string(since))
      .with_hint(instead != nullptr ? catalog::Catalog::describe(*instead) : std::string());
}

}  // namespace kukini::sema
