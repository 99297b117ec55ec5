// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Markdown of names.
#include "lsp/describe.hpp"

namespace kukini::lsp {
namespace {

using std::string_view;

std::string text(string_view s) { return std::string(s); }
std::string code(string_view s) { return "```kamailio\n" + text(s) + "\n```\n"; }

std::string of_module(string_view module) { return module == "core" ? "core" : "module `" + text(module) + "`"; }

/// "since 4.2, gone since 5.0" of the releases that have it.
std::string life(const catalog::Catalog& catalog, catalog::ReleaseMask releases) {
  const auto& facts = catalog.facts();
  std::string out;
  auto first = facts.first(releases);
  if (!facts.releases.empty() && first != facts.releases.front()) out = "since Kamailio " + text(first);
  auto gone = facts.gone_since(releases);
  if (!gone.empty()) out += (out.empty() ? "" : ", ") + std::string("gone since Kamailio ") + text(gone);
  return out;
}

std::string route_names(manifest::RouteMask routes) {
  if (routes == manifest::kAnyRoute) return "any route";
  static constexpr struct {
    manifest::RouteMask bit;
    string_view name;
  } kNames[] = {{manifest::kRequest, "request_route"}, {manifest::kFailure, "failure_route"}, {manifest::kOnreply, "onreply_route[…]"},
                {manifest::kOnreplyCore, "reply_route"}, {manifest::kBranch, "branch_route"}, {manifest::kOnsend, "onsend_route"},
                {manifest::kLocal, "event_route[tm:local-request]"}, {manifest::kBranchFailure, "event_route[tm:branch-failure:…]"}};
  std::string out;
  for (const auto& n : kNames)
    if ((routes & n.bit) != 0) out += (out.empty() ? "" : ", ") + text(n.name);
  return out;
}

std::string footer(std::string where, std::string when, string_view retired, string_view instead) {
  std::string out = "\n" + std::move(where);
  if (!when.empty()) out += ", " + when;
  if (!retired.empty()) out += ". Retired" + (instead.empty() ? std::string() : ": use " + text(instead));
  return out + "\n";
}

std::string not_ours(string_view module) { return "\nNot in Kukini yet: " + of_module(module) + " of Kamailio.\n"; }

}  // namespace

std::string signature(const manifest::Function& f) {
  std::string out = text(f.name) + "(";
  bool first = true;
  for (const auto& a : f.args) {
    if (!first) out += ", ";
    first = false;
    out += a.optional ? "[" + text(a.name) + "]" : text(a.name);
  }
  return out + (f.variadic ? ", …)" : ")");
}

std::string describe_function(const catalog::Catalog& catalog, string_view name) {
  std::string out;
  auto facts = catalog.functions(name);
  for (const auto& own : catalog.own_functions(name)) {
    std::string when;
    for (const auto& f : facts)
      if (f.module == own.module->name && when.empty()) when = life(catalog, f.releases);
    out += code(signature(*own.decl)) + text(own.decl->brief) + "\n\nAllowed in: " + route_names(own.decl->routes) +
           (own.decl->may_suspend ? ". May wait without blocking the worker." : ".") + "\n" +
           footer(of_module(own.module->name), when, own.decl->retired, own.decl->replacement);
  }
  if (!out.empty() || facts.empty()) return out;
  const auto& f = facts.front();
  std::string counts;
  for (int n = 0; n < 15 && f.arity.mask != catalog::Arity::kAny; ++n)
    if (f.arity.takes(static_cast<std::size_t>(n))) counts += (counts.empty() ? "" : " or ") + std::to_string(n);
  out = code(text(name) + "(…)") + (counts.empty() ? "Any number of" : counts) + " arguments. Allowed in: " + route_names(f.routes) + ".\n" + not_ours(f.module);
  if (auto when = life(catalog, f.releases); !when.empty()) out += when + "\n";
  if (const auto* r = catalog.replacement("function", f.module, name)) out += "\n" + catalog::Catalog::describe(*r) + "\n";
  return out;
}

std::string describe_variable(const catalog::Catalog& catalog, string_view name) {
  std::string out;
  for (const auto& own : catalog.own_variables(name)) {
    const auto& d = *own.decl;
    std::string form = "$" + text(name);
    if (d.inner == manifest::Inner::required) form += "(name)";
    if (d.inner == manifest::Inner::optional) form += "[(name)]";
    if (!out.empty()) out += "\n";
    out += code(form) + text(d.brief) + "\n\n" + (d.settable ? "Can be assigned." : "Read only.") + (d.indexed ? " Takes an index." : "") + "\n" +
           footer(of_module(own.module->name), d.since.empty() ? "" : "since Kamailio " + text(d.since), {}, {});
  }
  if (!out.empty()) return out;
  auto facts = catalog.variables(name);
  if (facts.empty()) return {};
  const auto& v = facts.front();
  return code("$" + text(name) + (v.inner ? "(name)" : "")) + (v.settable ? "Can be assigned." : "Read only.") + "\n" + not_ours(v.module);
}

std::string describe_transformation(const catalog::Catalog& catalog, string_view class_name, string_view name) {
  for (const auto& own : catalog.own_transformations(class_name, name)) {
    const auto& d = *own.decl;
    std::string form = "{" + text(class_name) + "." + text(name);
    for (int i = 0; i < d.max_args; ++i) form += i < d.min_args ? ",argument" : "[,argument]";
    return code(form + "}") + text(d.brief) + "\n" + footer(of_module(own.module->name), d.since.empty() ? "" : "since Kamailio " + text(d.since), {}, {});
  }
  auto facts = catalog.transformations(class_name, name);
  return facts.empty() ? std::string() : code("{" + text(class_name) + "." + text(name) + "}") + not_ours(facts.front().module);
}

std::string describe_modparam(const catalog::Catalog& catalog, string_view module, string_view name) {
  static constexpr string_view kTypes[] = {"number", "text", "text holding one pseudo-variable", "text with pseudo-variables", "number or text"};
  if (const auto* p = catalog.own_param(module, name)) {
    std::string out = code("modparam(\"" + text(module) + "\", \"" + text(name) + "\", …)") + text(p->brief) + "\n\n" +
                      text(kTypes[static_cast<int>(p->type)]);
    if (!p->default_value.empty()) out += ", default `" + text(p->default_value) + "`";
    if (p->min != INT64_MIN) out += ", at least " + std::to_string(p->min);
    if (p->max != INT64_MAX) out += ", at most " + std::to_string(p->max);
    if (p->repeatable) out += "; may be set several times";
    return out + "\n" + footer(of_module(module), p->since.empty() ? "" : "since Kamailio " + text(p->since), p->retired, p->replacement);
  }
  const auto* fact = catalog.param(module, name);
  if (fact == nullptr) return {};
  std::string out = code("modparam(\"" + text(module) + "\", \"" + text(name) + "\", …)");
  out += fact->integer && fact->text ? "number or text" : fact->integer ? "number" : "text";
  out += "\n" + not_ours(module);
  if (auto when = life(catalog, fact->releases); !when.empty()) out += when + "\n";
  if (const auto* r = catalog.replacement("param", module, name)) out += "\n" + catalog::Catalog::describe(*r) + "\n";
  return out;
}

std::string describe_module(const catalog::Catalog& catalog, string_view name) {
  if (const auto* m = catalog.own_module(name)) {
    std::string out = "**" + text(name) + "**: " + text(m->summary) + "\n";
    if (!m->functions.empty()) out += "\nFunctions:";
    for (const auto& f : m->functions) out += " `" + text(f.name) + "`";
    return out + "\n";
  }
  const auto* fact = catalog.module(name);
  if (fact == nullptr) return {};
  auto when = life(catalog, fact->releases);
  return "**" + text(name) + "**: a module of Kamailio" + (when.empty() ? "" : " (" + when + ")") + " that Kukini does not have yet.\n";
}

std::string describe_global(const catalog::Catalog& catalog, string_view name) {
  const auto* fact = catalog.global(name);
  if (fact == nullptr) return {};
  std::string out = code(text(name) + " = " + text(fact->type)) + "Global parameter";
  if (!fact->alias_of.empty()) out += ", another name of `" + text(fact->alias_of) + "`";
  if (auto when = life(catalog, fact->releases); !when.empty()) out += ", " + when;
  return out + ".\n";
}

}  // namespace kukini::lsp
