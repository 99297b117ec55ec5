// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks for one Kamailio release: what it had not yet or no more; functions by the facts of that release alone.
#include <algorithm>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

// The release behind the last one of `mask` that is older than `target`; empty where none is older.
string_view gone_before(const catalog::Facts& facts, catalog::ReleaseMask mask, catalog::ReleaseMask target) {
  auto older = mask & (target - 1);
  return older == 0 ? string_view{} : facts.gone_since(older);
}

string_view comes_after(const catalog::Facts& facts, catalog::ReleaseMask mask, catalog::ReleaseMask target) {
  return facts.first(mask & ~(target | (target - 1)));
}

}  // namespace

std::uint32_t release_version(string_view label) {
  auto dot = label.find('.');
  auto major = base::to_number<std::uint32_t>(label.substr(0, dot));
  auto minor = dot == string_view::npos ? std::nullopt : base::to_number<std::uint32_t>(label.substr(dot + 1, label.find('-', dot) - dot - 1));
  return major && minor ? *major * 1000000 + *minor * 1000 : 0;
}

void Checker::report_target(std::string what, catalog::ReleaseMask releases, lang::Span at, const catalog::Replacement* instead) {
  report_target(std::move(what), releases, script_.locate(at), instead);
}

void Checker::report_target(std::string what, catalog::ReleaseMask releases, diag::Location at, const catalog::Replacement* instead) {
  const auto& facts = catalog_.facts();
  auto gone = gone_before(facts, releases, target_), comes = comes_after(facts, releases, target_);
  auto& target = options_.target;
  if (releases == 0 && instead != nullptr) {  // older than the catalog
    emitter_.error(code::kRemovedInTarget, std::move(at), what + " is gone since Kamailio " + std::string(instead->removed_in) + "; the target is " + target)
        .with_hint(catalog::Catalog::describe(*instead));
  } else if (releases == 0) {
    emitter_.error(code::kNotInTarget, std::move(at), what + " is Kukini's own; no Kamailio release has it");
  } else if (gone.empty()) {
    emitter_.error(code::kNotInTarget, std::move(at), what + " is there since Kamailio " + std::string(comes) + "; the target is " + target);
  } else {
    auto& d = emitter_.error(code::kRemovedInTarget, std::move(at),
                             what + " is gone since Kamailio " + std::string(gone) + "; the target is " + target);
    if (instead != nullptr) d.with_hint(catalog::Catalog::describe(*instead));
    else if (!comes.empty()) d.with_hint("it is back since " + std::string(comes));
  }
}

// What our own table says of the arguments of a function that the target has: which are routes, expressions, pseudo-variables.
bool Checker::check_own_arguments(const ast::Call& call, string_view module) {
  for (const auto& own : catalog_.own_functions(call.name)) {
    const auto& args = own.decl->args;
    if (own.module->name != module || !own.arity().takes(call.arguments.size()) || args.empty()) continue;
    for (std::size_t i = 0; i < call.arguments.size(); ++i) check_argument(call, i, args[std::min(i, args.size() - 1)]);
    return true;
  }
  return false;
}

void Checker::check_call_for_target(const ast::Call& call) {
  auto argc = call.arguments.size();
  const catalog::FunctionFact* fits = nullptr;
  catalog::Arity arity;
  catalog::ReleaseMask as_many = 0, loaded_releases = 0, all_releases = 0;
  string_view loaded_module, any_module;
  std::vector<string_view> modules;
  bool loaded = false;
  for (const auto& fact : catalog_.functions(call.name)) {
    all_releases |= fact.releases;
    any_module = fact.module;
    bool takes = fact.arity.takes(argc) || (fact.bare && argc == 0);
    if (!model_.loaded(fact.module)) {
      if (in_target(fact.releases)) modules.push_back(fact.module);
      continue;
    }
    loaded_releases |= fact.releases;
    loaded_module = fact.module;
    if (takes) as_many |= fact.releases;
    if (!in_target(fact.releases)) continue;
    loaded = true;
    arity.mask |= fact.arity.mask;
    if (fits == nullptr && takes) fits = &fact;
  }
  auto what = [&] { return std::string(call.name) + "()"; };
  if (fits != nullptr) {
    check_known_call(call, *fits);
    // The kinds are those of the newest release, which may be another.
    check_own_arguments(call, fits->module);
  } else if (loaded && as_many == 0) {
    report_count(call, arity);
  } else if (loaded) {
    report_target(what() + " with " + std::to_string(argc) + (argc == 1 ? " argument" : " arguments"), as_many, call.name_span, nullptr);
  } else if (loaded_releases != 0) {
    report_target(what(), loaded_releases, call.name_span,
                  catalog_.replacement(loaded_module == "core" ? "core_function" : "function", loaded_module, call.name));
  } else if (!modules.empty()) {
    report_needed_module(call, std::move(modules));
  } else if (!any_module.empty()) {  // in another release, maybe in one older than all we know
    report_target(what(), all_releases, call.name_span, catalog_.replacement("function", any_module, call.name));
  } else if (!catalog_.own_functions(call.name).empty()) {
    report_target(what(), 0, call.name_span, nullptr);
  } else {
    report_unknown_function(call);
  }
}

bool Checker::find_variable_for_target(const ast::PvNode& node, lang::Span at, bool& settable, manifest::Inner& needed) {
  bool found = false;
  catalog::ReleaseMask loaded_releases = 0, all_releases = 0;
  string_view module;
  std::vector<string_view> modules;
  for (const auto& fact : catalog_.variables(node.name)) {
    all_releases |= fact.releases;
    module = fact.module;
    if (!model_.loaded(fact.module)) {
      if (in_target(fact.releases)) modules.push_back(fact.module);
      continue;
    }
    loaded_releases |= fact.releases;
    if (!in_target(fact.releases)) continue;
    found = true;
    settable = settable || fact.settable;
    if (fact.inner) needed = std::max(needed, manifest::Inner::optional);
    for (const auto& own : catalog_.own_variables(node.name))
      if (own.module->name == fact.module) needed = std::max(needed, own.decl->inner);
  }
  if (found) return true;
  auto what = "$" + std::string(node.name);
  if (loaded_releases != 0) report_target(what, loaded_releases, at, catalog_.replacement("pv", module, node.name));
  else if (!modules.empty()) report_missing_variable(node, at, modules);
  else if (all_releases != 0) report_target(what, all_releases, at, catalog_.replacement("pv", module, node.name));
  else if (!catalog_.own_variables(node.name).empty()) report_target(what, 0, at, nullptr);
  else report_missing_variable(node, at, {});
  return false;
}

bool Checker::find_transformation_for_target(const ast::PvTransformation& t, lang::Span at, std::uint8_t& least, std::uint8_t& most) {
  bool found = false;
  catalog::ReleaseMask releases = 0;
  string_view module;
  for (const auto& fact : catalog_.transformations(t.class_name, t.name)) {
    releases |= fact.releases;
    if (!in_target(fact.releases)) continue;
    module = fact.module;
    if (!model_.loaded(fact.module)) continue;
    found = true;
    least = std::min(least, fact.min_args);
    most = std::max(most, fact.max_args);
  }
  if (found) return true;
  auto what = "{" + std::string(t.class_name) + "." + std::string(t.name) + "}";
  if (!module.empty()) report_needed_module(t, at, module);
  else if (releases != 0) report_target(what, releases, at, nullptr);
  else if (!catalog_.own_transformations(t.class_name, t.name).empty()) report_target(what, 0, at, nullptr);
  else report_unknown_transformation(t, at);
  return false;
}

// Forms of statements and directives that came late.
void Checker::check_forms_for_target() {
  const auto& facts = catalog_.facts();
  auto need = [&](std::string what, string_view rule, string_view form, lang::Span at) {
    auto releases = facts.form(rule, form);
    if (releases != 0 && !in_target(releases)) report_target(std::move(what), releases, at, nullptr);
  };
  for (const auto& use : script_.directives())
    for (const auto& fact : facts.directives)
      if (fact.name == use.name && !in_target(fact.releases))
        report_target("#!" + use.name, fact.releases,
                      script_.source().locate_in(use.inclusion, use.offset, static_cast<std::uint32_t>(use.name.size() + 2)), nullptr);
  for (const auto* item : script_.items()) {
    if (const auto* load = item->as<ast::LoadModule>()) {
      auto text = script_.text(load->span);
      bool x = text.size() > 10 && base::to_lower(text[10]) == 'x';
      std::string keyword = x ? "loadmodulex" : "loadmodule";
      lang::Span at{load->span.begin, load->span.begin + static_cast<std::uint32_t>(keyword.size())};
      if (text.substr(0, text.find_first_of("\"'")).find('(') != string_view::npos) need(keyword + " with parentheses", "module_stm", keyword + " ( <STRING> )", at);
      else need(keyword, "module_stm", keyword + " <STRING>", at);
    } else if (const auto* param = item->as<ast::ModParam>()) {
      if (param->evaluated) need("modparamx", "module_stm", "modparamx ( <STRING> , <STRING> , <STRING> )", {param->span.begin, param->span.begin + 9});
    } else if (const auto* engine = item->as<ast::CfgEngine>()) {
      need("cfgengine", "module_stm", "cfgengine <STRING>", engine->span);
    } else if (const auto* listen = item->as<ast::Listen>()) {
      check_listen_for_target(*listen);
    }
  }
}

void Checker::check_listen_for_target(const ast::Listen& listen) {
  const auto& facts = catalog_.facts();
  bool block = listen.listen == ast::ListenKind::socket;
  if (block) {
    if (const auto* fact = catalog_.global("socket"); fact != nullptr && !in_target(fact->releases)) {
      report_target("a socket block", fact->releases, {listen.span.begin, listen.span.begin + 6}, nullptr);
      return;
    }
  }
  for (const auto& entry : listen.entries) {
    auto need = [&](bool there, string_view what, string_view in_listen, string_view in_block) {
      if (!there || (block && in_block.empty())) return;
      auto releases = block ? facts.form("socket_lattr", in_block) : facts.form("listen", in_listen);
      if (releases != 0 && !in_target(releases)) report_target(std::string(what), releases, entry.span, nullptr);
    };
    if (listen.listen == ast::ListenKind::alias) continue;
    need(!entry.advertise_host.empty() && entry.advertise_port.empty(), "advertise without a port", "addr_list \"advertise\" addr", "");
    need(!entry.advertise_proto.empty(), "advertise with a protocol", "addr_list \"advertise\" <xproto> : addr : int",
         "advertise|ADVERTISE = <proto> : <listen_id> : <NUMBER>");
    need(!entry.name.empty(), "the name of a socket", "addr_list \"name\" string", "");
    need(entry.is_virtual, "virtual", "addr_list \"virtual\"", "");
    need(!entry.agname.empty(), "agname", "", "agname|AGNAME = <STRING>");
    need(!entry.port_last.empty(), "a range of ports", "", "bind = <listen_id> : <port> - <port>");
  }
}

}  // namespace kukini::sema
