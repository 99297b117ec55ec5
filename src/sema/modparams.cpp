// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of modparam: its module, its name, the type of its value, retired ones.
#include <re2/re2.h>

#include "base/posix_regex.hpp"
#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

bool is_plain(string_view module) {
  for (char c : module)
    if (!base::is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && c != '-') return false;
  return !module.empty();
}

bool is_boolean_word(string_view word) {
  for (string_view w : {"yes", "no", "on", "off", "true", "false", "enable", "disable", "enabled", "disabled"})
    if (base::iequals(w, word)) return true;
  return false;
}

bool is_number(const ast::Expr& value) {
  if (value.as<ast::Number>() != nullptr) return true;
  if (const auto* word = value.as<ast::Identifier>()) return is_boolean_word(word->name);
  if (const auto* negative = value.as<ast::Unary>()) return negative->op == ast::UnaryOp::negate && is_number(*negative->operand);
  return false;
}

// Gone before the first release the catalog knows.
bool older(const catalog::ParamFact* fact) { return fact != nullptr && fact->releases == 0; }

// Loaded modules that "a|b" names; `all` gets every name of a plain list.
std::vector<string_view> matching(string_view modules, const Model& model, const catalog::Catalog& catalog,
                                  std::vector<string_view>& all) {
  std::vector<string_view> found;
  bool plain = true;
  string_view rest = modules;
  while (!rest.empty()) {
    auto bar = rest.find('|');
    auto name = base::trim(rest.substr(0, bar));
    rest.remove_prefix(bar == string_view::npos ? rest.size() : bar + 1);
    if (name.empty()) continue;
    plain = plain && is_plain(name);
    all.push_back(name);
  }
  auto named = [&](string_view module) {
    const auto* fact = catalog.module(module);
    return fact != nullptr && !fact->modparam_name.empty() ? fact->modparam_name : module;
  };
  if (plain) {
    for (const auto& [module, load] : model.modules)
      for (auto name : all)
        if (module == name || named(module) == name) {
          found.push_back(module);
          break;
        }
    return found;
  }
  re2::RE2 pattern(base::posix_to_re2("^(" + std::string(modules) + ")$"), re2::RE2::Quiet);
  if (pattern.ok())
    for (const auto& [module, load] : model.modules)
      if (re2::RE2::FullMatch(re2::StringPiece(module.data(), module.size()), pattern)) found.push_back(module);
  return found;
}

}  // namespace

void Checker::check_modparam(const ast::ModParam& param) {
  std::vector<string_view> all;
  auto found = matching(param.modules, model_, catalog_, all);
  for (auto module : found) check_param_of(param, module);
  if (!found.empty() || passed_over_ || missing_include_) return;
  auto name = all.size() == 1 ? all.front() : param.modules;
  auto& d = error(code::kModuleNotLoaded, param.modules_span, "parameter of module " + quoted(name) + ", which is not loaded");
  if (catalog_.own_module(name) != nullptr || catalog_.module(name) != nullptr) {
    auto hint = how_to_load(name);
    d.with_hint(hint.starts_with("add") ? hint + " above" : hint);
  } else {
    std::vector<string_view> names;
    for (const auto& [module, load] : model_.modules) names.push_back(module);
    d.with_hint(suggestion(name, names));
  }
}

void Checker::check_param_of(const ast::ModParam& param, string_view module) {
  const auto* own_module = catalog_.own_module(module);
  const auto* own = catalog_.own_param(module, param.name);
  const auto* fact = catalog_.param(module, param.name);
  if (own == nullptr && fact == nullptr) {
    if (own_module == nullptr && catalog_.module(module) == nullptr) return;  // the module is an error already
    suggest(error(code::kUnknownModparam, param.name_span, "module " + quoted(module) + " has no parameter " + quoted(param.name)),
            param.name_span, param.name, catalog_.param_names(module));
    return;
  }
  if (const auto* in = catalog_.module(module); target_ != 0) {
    if (in == nullptr || !in_target(in->releases)) return;  // the module is an error already
    if (fact == nullptr || !in_target(fact->releases))
      return report_target("parameter " + quoted(param.name) + " of module " + quoted(module), fact != nullptr ? fact->releases : 0, param.name_span,
                           catalog_.replacement("param", module, param.name));
  }
  if (param.value == nullptr || param.value->kind == ast::ExprKind::error) return;
  if (own != nullptr) {
    check_own_param(param, module, *own);
  } else if (!param.evaluated) {
    bool number = is_number(*param.value);
    if (fact->integer && !fact->text && !number) wrong_type(param, quoted(param.name), true);
    if (fact->text && !fact->integer && number) wrong_type(param, quoted(param.name), false);
  }
  if (!options_.warnings || target_ != 0) return;
  const auto* instead = catalog_.replacement("param", module, param.name);
  string_view since = own != nullptr && !own->retired.empty() ? own->retired
                      : older(fact) && instead != nullptr     ? instead->removed_in
                      : fact != nullptr                       ? catalog_.facts().gone_since(fact->releases)
                                                              : string_view{};
  const auto* module_fact = catalog_.module(module);
  bool module_gone = module_fact != nullptr && fact != nullptr && catalog_.facts().gone_since(module_fact->releases) == since;
  string_view ignored = own_module != nullptr && own == nullptr ? "; Kukini ignores it" : "";
  if (!since.empty() && !(own_module == nullptr && module_gone)) {
    auto& d = warning(code::kRetiredModparam, param.name_span,
                      "parameter " + quoted(param.name) + " of module " + quoted(module) + " is gone since Kamailio " +
                          std::string(since) + std::string(ignored));
    if (own != nullptr && !own->replacement.empty())
      d.with_hint("use " + std::string(own->replacement));
    else if (instead != nullptr)
      d.with_hint(catalog::Catalog::describe(*instead));
  } else if (!ignored.empty() && !options_.assume_modules) {
    warning(code::kModparamNotProvided, param.name_span,
            "parameter " + quoted(param.name) + " of module " + quoted(module) + " does nothing in Kukini yet");
  }
}

void Checker::wrong_type(const ast::ModParam& param, std::string what, bool wants_number) {
  auto at = param.value->span;
  auto& d = error(code::kModparamType, at, what + (wants_number ? " takes a number" : " takes text"));
  if (!wants_number) {
    auto quoted_text = "\"" + std::string(script_.text(at)) + "\"";
    d.with_hint("write it in quotes: " + quoted_text);
    mend(d, "write it in quotes", true, at, quoted_text);
  } else if (const auto* text = param.value->as<ast::String>(); text != nullptr && base::to_number(text->value)) {
    d.with_hint("write it without quotes: " + std::string(text->value));
    mend(d, "remove the quotes", true, at, std::string(text->value));
  } else if (const auto* word = param.value->as<ast::Identifier>()) {
    d.with_hint(not_defined(word->name));
  }
}

void Checker::check_own_param(const ast::ModParam& param, string_view module, const manifest::Param& decl) {
  using manifest::ParamType;
  const auto& value = *param.value;
  bool number = is_number(value);
  if (param.evaluated) return;  // modparamx: the type comes out when it is set
  if (decl.type == ParamType::integer && !number) {
    return wrong_type(param, quoted(param.name) + " of module " + quoted(module), true);
  }
  if (decl.type != ParamType::integer && decl.type != ParamType::either && number) {
    return wrong_type(param, quoted(param.name) + " of module " + quoted(module), false);
  }
  if (const auto* n = value.as<ast::Number>(); n != nullptr && (n->value < decl.min || n->value > decl.max)) {
    std::string limits = decl.min == INT64_MIN   ? "at most " + std::to_string(decl.max)
                         : decl.max == INT64_MAX ? "at least " + std::to_string(decl.min)
                                                 : std::to_string(decl.min) + " to " + std::to_string(decl.max);
    // Kamailio takes any number, so this must not keep a config from starting.
    warning(code::kModparamRange, value.span, quoted(param.name) + " of module " + quoted(module) + " should be " + limits);
  }
  if (const auto* text = value.as<ast::String>(); text != nullptr && !text->value.empty()) {
    if (decl.type == ParamType::pv && lang::has_pv(text->value)) check_pv_text(*text, false);
    if (decl.type == ParamType::format) check_format(*text);
  }
}

}  // namespace kukini::sema
