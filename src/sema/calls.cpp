// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of function calls: is there one, does it take so many arguments, may it stand here.
#include <algorithm>

#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

std::string list(const std::vector<string_view>& names, string_view last) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " " + std::string(last) + " " : ", ") + std::string(names[i]);
  return out;
}

std::string counts(catalog::Arity arity) {
  std::vector<std::string> numbers;
  for (std::size_t n = 0; n < 15; ++n)
    if (arity.takes(n)) numbers.push_back(std::to_string(n));
  if (numbers.empty() || numbers.size() > 8) return "other";
  return list({numbers.begin(), numbers.end()}, "or");
}

std::string blocks(manifest::RouteMask routes) {
  static constexpr std::pair<manifest::RouteMask, string_view> kNames[] = {
      {manifest::kRequest, "request_route"},      {manifest::kFailure, "failure_route"},
      {manifest::kOnreply, "onreply_route[name]"}, {manifest::kOnreplyCore, "reply_route"},
      {manifest::kBranch, "branch_route"},        {manifest::kOnsend, "onsend_route"},
      {manifest::kEvent, "event_route"}};
  std::vector<string_view> names;
  for (auto [bit, name] : kNames)
    if ((routes & bit) != 0) names.push_back(name);
  return list(names, "and");
}

string_view block_name(const Place& place) { return place.route != nullptr ? place.route->keyword : "this block"; }

void unique(std::vector<string_view>& names) {
  std::vector<string_view> kept;
  for (auto n : names)
    if (std::find(kept.begin(), kept.end(), n) == kept.end()) kept.push_back(n);
  names = std::move(kept);
}

}  // namespace

bool Checker::allowed_here(manifest::RouteMask routes) const {
  // Up to 5.0 the blocks of events were request blocks to a function.
  if (place_.event && target_ != 0 && target_ < catalog_.facts().bit("5.1")) return (routes & manifest::kRequest) != 0;
  if (place_.event) return (routes & (manifest::kRequest | manifest::kEvent)) != 0;
  return (routes & place_.needs) == place_.needs;
}

void Checker::report_route(const ast::Call& call, manifest::RouteMask routes) {
  auto where = blocks(routes);
  error(code::kWrongRoute, call.name_span, std::string(call.name) + "() cannot be used in " + std::string(block_name(place_)))
      .with_hint(where.empty() ? "" : "it works in " + where);
}

void Checker::report_count(const ast::Call& call, catalog::Arity arity) {
  auto given = call.arguments.size();
  auto& d = error(code::kArgumentCount, call.name_span,
        std::string(call.name) + "() takes " + counts(arity) + " argument" + (counts(arity) == "1" ? "" : "s") + ", not " +
            std::to_string(given));
  for (const auto* argument : call.arguments)
    if (const auto* text = argument->as<ast::String>(); text != nullptr && !arity.takes(given)) {
      // "a" "b" is one string.
      auto written = script_.text(text->span);
      auto quote = written.find('"', 1);
      if (written.size() > 2 && written.front() == '"' && quote != string_view::npos && quote + 1 < written.size() && written[quote - 1] != '\\')
        d.with_hint("strings without a ',' between them are one string");
    }
}

void Checker::retired_function(const ast::Call& call, string_view since, string_view instead) {
  if (since.empty() || !options_.warnings || !first_time("function", call.name)) return;
  warning(code::kRetiredFunction, call.name_span,
          std::string(call.name) + "() is gone since Kamailio " + std::string(since))
      .with_hint(std::string(instead));
}

// What Kukini provides. True when that settles it.
bool Checker::check_own_call(const ast::Call& call) {
  auto argc = call.arguments.size();
  const catalog::OwnFunction* fits = nullptr;
  catalog::Arity arity;
  manifest::RouteMask routes = 0;
  bool loaded = false, allowed = false;
  for (const auto& own : catalog_.own_functions(call.name)) {
    if (own.module != catalog_.core() && !model_.loaded(own.module->name)) continue;
    loaded = true;
    arity.mask |= own.arity().mask;
    if (!own.arity().takes(argc)) continue;
    fits = &own;
    routes |= own.decl->routes;
    allowed = allowed || allowed_here(own.decl->routes);
  }
  if (!loaded) return false;
  if (fits == nullptr) {
    for (const auto& fact : catalog_.functions(call.name))
      if (fact.arity.takes(argc) && model_.loaded(fact.module)) return false;
    report_count(call, arity);
    return true;
  }
  // Tables say "up to two" where Kamailio means "none or two".
  catalog::Arity known;
  for (const auto& fact : catalog_.functions(call.name))
    if (fact.module == fits->module->name) known.mask |= fact.arity.mask;
  if (known.mask != 0 && !known.takes(argc) && (known.mask >> argc) != 0 && argc < 15) {
    report_count(call, known);
    return true;
  }
  if (!allowed) report_route(call, routes);
  const auto& decl = *fits->decl;
  if (!decl.retired.empty())
    retired_function(call, decl.retired, decl.replacement.empty() ? "" : "use " + std::string(decl.replacement));
  for (std::size_t i = 0; i < argc && !decl.args.empty(); ++i)
    check_argument(call, i, decl.args[std::min(i, decl.args.size() - 1)]);
  if (call.name == "setavpflag" || call.name == "resetavpflag" || call.name == "isavpflagset") check_avp_flag(call);
  if (call.name == "cfg_select" || call.name == "cfg_reset") check_group(call);
  return true;
}

void Checker::check_known_call(const ast::Call& call, const catalog::FunctionFact& fact) {
  auto argc = call.arguments.size();
  bool allowed = false;  // in any release
  for (const auto& variant : catalog_.functions(call.name))
    if (in_target(variant.releases) && model_.loaded(variant.module) && variant.arity.takes(argc)) allowed = allowed || allowed_here(variant.routes_for(argc));
  if (!allowed && !fact.bare) report_route(call, fact.routes_for(argc));
  for (std::size_t i = 0; i < argc; ++i) check_known_argument(call, i, fact.kind(argc, i));
}

void Checker::check_call(const ast::Call& call) {
  if (call.name.empty()) return;
  check_misleading(call);
  if (call.name == "selval") return check_selval(call);
  if (target_ != 0) return check_call_for_target(call);
  if (check_own_call(call)) return;
  auto argc = call.arguments.size();
  auto facts = catalog_.functions(call.name);
  const catalog::FunctionFact* fits = nullptr;
  catalog::Arity arity, loaded_arity;
  catalog::ReleaseMask releases = 0;
  bool loaded = false;
  std::vector<string_view> modules;
  for (const auto& fact : facts) {
    arity.mask |= fact.arity.mask;
    if (fact.module != "core") modules.push_back(fact.module);
    if (!model_.loaded(fact.module)) continue;
    loaded = true;
    loaded_arity.mask |= fact.arity.mask;
    releases |= fact.releases;
    bool bare_is_fine = fact.bare && argc == 0;
    if ((fits == nullptr || fits->releases == 0) && (fact.arity.takes(argc) || bare_is_fine)) fits = &fact;
  }
  if (loaded && fits == nullptr) {
    report_count(call, loaded_arity);
    return;
  }
  if (loaded) {
    check_known_call(call, *fits);
    const auto* instead = catalog_.replacement("function", fits->module, call.name);
    auto since = releases == 0 && instead != nullptr ? instead->removed_in : catalog_.facts().gone_since(releases);
    if (!since.empty() && fits->module != "core") {
      retired_function(call, since, instead != nullptr ? catalog::Catalog::describe(*instead) : std::string());
    }
    bool provided = options_.assume_modules || (fits->module == "core" && catalog_.core() == nullptr);
    if (!provided)
      not_provided(code::kFunctionNotProvided, call.name_span, fits->module,
                   std::string(call.name) + "() of " + (fits->module == "core" ? "the core" : "module " + quoted(fits->module)) +
                       (catalog_.own_functions(call.name).empty() ? "" : " with " + std::to_string(argc) + " arguments") +
                       " is not in Kukini yet");
    return;
  }
  for (const auto& own : catalog_.own_functions(call.name)) modules.push_back(own.module->name);
  if (!modules.empty()) return report_needed_module(call, std::move(modules));
  report_unknown_function(call);
}

void Checker::report_needed_module(const ast::Call& call, std::vector<string_view> modules) {
  if (passed_over_ || missing_include_) return;
  unique(modules);
  // The likeliest first: ours, then those of general use.
  auto rank = [&](string_view m) { return catalog_.own_module(m) != nullptr ? 0 : m.starts_with("ims_") || m.starts_with("app_") ? 2 : 1; };
  std::stable_sort(modules.begin(), modules.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
  error(code::kFunctionNeedsModule, call.name_span,
        std::string(call.name) + "() belongs to module " + list(modules, "or") + ", which is not loaded")
      .with_hint(how_to_load(modules.front()));
}

void Checker::report_unknown_function(const ast::Call& call) {
  if (call.name == "modparam" || call.name == "modparamx" || call.name == "loadmodule" || call.name == "loadpath") {
    error(code::kUnknownFunction, call.name_span, std::string(call.name) + " cannot stand in a route block").with_hint("write it above, outside of all blocks");
    return;
  }
  if (function_names_.empty()) function_names_ = catalog_.function_names();
  suggest(error(code::kUnknownFunction, call.name_span, "function " + std::string(call.name) + "() is not known"), call.name_span, call.name,
          function_names_);
}

}  // namespace kukini::sema
