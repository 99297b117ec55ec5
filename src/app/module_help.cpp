// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Text and roff forms of a module's table.
#include "app/module_help.hpp"

#include <fmt/format.h>

#include "script/global_params.hpp"

namespace kukini::app {

namespace {

std::string_view type_name(manifest::ParamType t) {
  constexpr std::string_view names[] = {"integer", "string", "variable", "format", "integer or string"};
  return names[static_cast<int>(t)];
}

std::string param_line(const manifest::Param& p) {
  std::string s = fmt::format("{} ({}", p.name, type_name(p.type));
  if (!p.default_value.empty()) s += fmt::format(", default {}", p.default_value);
  if (!p.retired.empty()) s += fmt::format(", retired in {}", p.retired);
  return s + ")";
}

std::string variable_name(const manifest::Variable& v) {
  std::string s = fmt::format("${}", v.name);
  if (v.inner != manifest::Inner::none) s += v.inner >= manifest::Inner::required ? "(name)" : "[(name)]";
  return s;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if ((c == '.' || c == '\'') && out.empty()) (out += "\\&") += c;
    else out += c;
  }
  return out;
}

/// Calls item(title, text) for everything in the table, section(title) before each part that is not empty.
template <class Section, class Item>
void walk(const manifest::Manifest& m, Section section, Item item) {
  if (!m.params.empty()) section("Parameters");
  for (const auto& p : m.params) item(param_line(p), std::string(p.brief) + (p.replacement.empty() ? "" : fmt::format(" Use {} instead.", p.replacement)));
  if (!m.functions.empty()) section("Functions");
  for (const auto& f : m.functions) item(usage(f), fmt::format("{} In: {}.", f.brief, route_names(f.routes)));
  if (!m.variables.empty()) section("Variables");
  for (const auto& v : m.variables) item(variable_name(v), std::string(v.brief) + (v.settable ? " Can be assigned." : ""));
  if (!m.transformations.empty()) section("Transformations");
  for (const auto& t : m.transformations) item(fmt::format("{{{}.{}}}", t.class_name, t.name), std::string(t.brief));
  if (!m.rpc.empty()) section("Control commands");
  for (const auto& r : m.rpc) item(fmt::format("{} {}", r.name, r.args), std::string(r.brief));
  if (!m.events.empty()) section("Event routes");
  for (const auto& e : m.events) item(fmt::format("event_route[{}]", e.name), std::string(e.brief));
  if (!m.statistics.empty()) section("Statistics");
  for (const auto& s : m.statistics) item(fmt::format("{}:{}", s.group, s.name), std::string(s.brief));
}

}  // namespace

std::string usage(const manifest::Function& f) {
  std::string s = std::string(f.name) + "(";
  int open = 0;
  bool first = true;
  for (const auto& a : f.args) {
    if (a.optional) {
      s += first ? "[" : " [";
      ++open;
    }
    s += first ? "" : ", ";
    s += a.name;
    first = false;
  }
  return s + (f.variadic ? ", …" : "") + std::string(static_cast<std::size_t>(open), ']') + ")";
}

std::string route_names(manifest::RouteMask routes) {
  if (routes == manifest::kAnyRoute) return "any route";
  constexpr std::string_view names[] = {"request_route", "failure_route", "onreply_route", "reply_route", "branch_route",
                                        "onsend_route", "error_route", "local_route", "branch_failure", "event_route"};
  std::string s;
  for (std::size_t i = 0; i < std::size(names); ++i)
    if ((routes >> i & 1) != 0) s += (s.empty() ? "" : ", ") + std::string(names[i]);
  return s;
}

std::string module_list(std::span<const manifest::Manifest* const> modules) {
  constexpr std::string_view maturities[] = {"stable", "beta", "partial"};
  std::string out = "| module | what it is for | functions | parameters | variables | commands | state |\n|---|---|---|---|---|---|---|\n";
  auto count = [](std::size_t n) { return n == 0 ? std::string() : std::to_string(n); };
  for (const auto* m : modules)
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", m->name, m->summary, count(m->functions.size()), count(m->params.size()),
                       count(m->variables.size()), count(m->rpc.size()), maturities[static_cast<int>(m->maturity)]);
  return out;
}

std::string params_help() {
  constexpr std::string_view effects[] = {"takes effect", "no meaning here", "not yet"};
  std::string out = "| parameter | here | |\n|---|---|---|\n";
  for (const auto& p : script::global_params()) out += fmt::format("| {} | {} | {} |\n", p.name, effects[static_cast<int>(p.effect)], p.text);
  return out;
}

std::string module_help(const manifest::Manifest& m) {
  std::string out = fmt::format("{}: {}\n", m.name, m.summary);
  walk(m, [&](std::string_view title) { out += fmt::format("\n{}\n", title); },
       [&](const std::string& title, const std::string& text) { out += fmt::format("  {}\n      {}\n", title, text); });
  return out;
}

std::string module_man_page(const manifest::Manifest& m, std::string_view date) {
  std::string out = fmt::format(R"(.TH KUKINI\-{0} 7 {1} "kukini" "Kukini modules"
.SH NAME
kukini\-{0} \- {2}
.SH SYNOPSIS
.B loadmodule \(dq{0}.so\(dq
)", m.name, date, escaped(m.summary));
  walk(m, [&](std::string_view title) { out += fmt::format(".SH {}\n", title); },
       [&](const std::string& title, const std::string& text) { out += fmt::format(".TP\n.B {}\n{}\n", escaped(title), escaped(text)); });
  return out + ".SH SEE ALSO\n.BR kukini (8)\n";
}

}  // namespace kukini::app
