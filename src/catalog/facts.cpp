// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading the facts: one record per line into sorted tables.
#include "catalog/facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

extern "C" const char kukini_catalog_facts[];
extern "C" const char kukini_catalog_facts_end[];

namespace kukini::catalog {
namespace {

template <class T>
T number(string_view s, int base = 16) {
  T value = 0;
  std::from_chars(s.data(), s.data() + s.size(), value, base);
  return value;
}

string_view take(string_view& text, char end) {
  auto at = text.find(end);
  auto piece = text.substr(0, at);
  text.remove_prefix(at == string_view::npos ? text.size() : at + 1);
  return piece;
}

bool has(string_view flags, char flag) { return flags.find(flag) != string_view::npos; }

using Fields = std::array<string_view, 9>;

void add(Facts& to, char kind, const Fields& f) {
  switch (kind) {
    case 'M': to.modules.push_back({f[1], number<ReleaseMask>(f[2]), f[3]}); break;
    case 'P': to.params.push_back({f[1], f[2], number<ReleaseMask>(f[3]), has(f[4], 'i'), has(f[4], 's'), has(f[5], 'f')}); break;
    case 'F':
      to.functions.push_back({f[1], f[2], number<ReleaseMask>(f[3]), {number<std::uint16_t>(f[4])}, has(f[5], 'b'),
                              number<manifest::RouteMask>(f[6]), f[7], f[8]});
      break;
    case 'V':
      to.variables.push_back(
          {f[1], f[2], number<ReleaseMask>(f[3]), has(f[4], 'w'), has(f[4], 'n'), has(f[4], 'x'), has(f[4], 'c'), f[5], f[6]});
      break;
    case 'T':
      to.transformations.push_back(
          {f[1], f[2], f[3], number<ReleaseMask>(f[4]), number<std::uint8_t>(f[5], 10), number<std::uint8_t>(f[6], 10)});
      break;
    case 'E': to.events.push_back({f[1], f[2], number<ReleaseMask>(f[3])}); break;
    case 'G': to.globals.push_back({f[1], number<ReleaseMask>(f[2]), f[3], f[4], has(f[5], 'b')}); break;
    case 'C': to.cfg_vars.push_back({f[1], f[2], number<ReleaseMask>(f[3]), f[4]}); break;
    case 'D': to.directives.push_back({f[1], number<ReleaseMask>(f[2])}); break;
    case 'S': to.forms.push_back({f[1], f[2], number<ReleaseMask>(f[3])}); break;
    case 'O': to.operators.push_back({f[1], number<ReleaseMask>(f[2])}); break;
    case 'N': to.core_params.push_back({f[1], number<ReleaseMask>(f[2]), f[3]}); break;
    case 'L': to.selects.push_back({f[1], f[2], number<ReleaseMask>(f[3]), f[4]}); break;
    case 'X': to.replacements.push_back({f[1], f[2], f[3], f[4], f[5], f[6], f[7]}); break;
    default: break;
  }
}

}  // namespace

Facts parse_facts(string_view text) {
  Facts out;
  out.params.reserve(4096);
  out.functions.reserve(2048);
  while (!text.empty()) {
    auto line = take(text, '\n');
    if (line.size() < 2 || line[1] != '\t') continue;
    if (line[0] == 'R') {
      line.remove_prefix(2);
      while (!line.empty()) out.releases.push_back(take(line, '\t'));
      continue;
    }
    Fields fields{};
    for (auto& field : fields) field = take(line, '\t');
    add(out, fields[0][0], fields);
  }
  auto by = [](auto key) { return [key](const auto& a, const auto& b) { return key(a) < key(b); }; };
  auto sort = [&](auto& table, auto key) { std::stable_sort(table.begin(), table.end(), by(key)); };
  sort(out.modules, [](const auto& x) { return x.name; });
  sort(out.params, [](const auto& x) { return std::tie(x.module, x.name); });
  sort(out.functions, [](const auto& x) { return std::tie(x.name, x.module); });
  sort(out.variables, [](const auto& x) { return std::tie(x.name, x.module); });
  sort(out.transformations, [](const auto& x) { return std::tie(x.class_name, x.name); });
  sort(out.globals, [](const auto& x) { return x.name; });
  sort(out.cfg_vars, [](const auto& x) { return x.name; });
  sort(out.selects, [](const auto& x) { return std::tie(x.root, x.module); });
  sort(out.replacements, [](const auto& x) { return std::tie(x.module, x.name); });
  return out;
}

const Facts& facts() {
  static const Facts all = parse_facts(embedded_facts());
  return all;
}

string_view embedded_facts() {
  return {kukini_catalog_facts, static_cast<std::size_t>(kukini_catalog_facts_end - kukini_catalog_facts)};
}

string_view Facts::gone_since(ReleaseMask mask) const {
  for (std::size_t i = releases.size(); i-- > 0;)
    if ((mask >> i & 1) != 0) return i + 1 < releases.size() ? releases[i + 1] : string_view{};
  return {};
}

string_view Facts::first(ReleaseMask mask) const {
  for (std::size_t i = 0; i < releases.size(); ++i)
    if ((mask >> i & 1) != 0) return releases[i];
  return {};
}

ReleaseMask Facts::bit(string_view release) const {
  for (std::size_t i = 0; i < releases.size(); ++i)
    if (releases[i] == release) return ReleaseMask{1} << i;
  return 0;
}

ReleaseMask Facts::form(string_view rule, string_view form) const {
  for (const auto& f : forms)
    if (f.rule == rule && f.form == form) return f.releases;
  return 0;
}

ReleaseMask VariableFact::key_releases(string_view key) const {
  string_view rest = late_keys;
  while (!rest.empty()) {
    auto entry = take(rest, ' ');
    auto equal = entry.rfind('=');
    if (entry.substr(0, equal) == key) return number<ReleaseMask>(entry.substr(equal + 1));
  }
  return releases;
}

manifest::RouteMask FunctionFact::routes_for(std::size_t arguments) const {
  string_view rest = routes_by_arity;
  while (!rest.empty()) {
    auto entry = take(rest, ';');
    auto count = take(entry, '=');
    if (number<std::size_t>(count, 10) == arguments) return number<manifest::RouteMask>(entry);
  }
  return routes;
}

string_view FunctionFact::kind(std::size_t count, std::size_t index) const {
  string_view rest = kinds;
  while (!rest.empty()) {
    auto entry = take(rest, ';');
    if (number<std::size_t>(take(entry, ':'), 10) != count) continue;
    for (; index > 0; --index) take(entry, ',');
    return take(entry, ',');
  }
  return {};
}

}  // namespace kukini::catalog
