// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Completion: the text before the cursor says what can follow.
#include "lsp/completion.hpp"

#include <set>

#include "lang/preprocess/scan.hpp"
#include "lsp/describe.hpp"

namespace kukini::lsp {
namespace {

using std::string_view;

// CompletionItemKind of the protocol.
enum Kind { kFunction = 3, kVariable = 6, kModule = 9, kProperty = 10, kKeyword = 14, kReference = 18 };

class Items {
 public:
  void add(string_view label, Kind kind, std::string detail, std::string insert = {}) {
    if (!seen_.emplace(label).second) return;
    json::object item{{"label", label}, {"kind", static_cast<int>(kind)}};
    if (!detail.empty()) item["detail"] = std::move(detail);
    if (!insert.empty()) item["insertText"] = std::move(insert);
    all_.push_back(std::move(item));
  }
  json::array take() { return std::move(all_); }

 private:
  std::set<std::string, std::less<>> seen_;
  json::array all_;
};

/// Depth of braces at `offset`, as far as the lexical units tell.
int depth_at(string_view text, std::uint32_t offset) {
  namespace scan = lang::scan;
  int depth = 0;
  for (std::size_t i = 0; i < offset && i < text.size();) {
    char c = text[i];
    if (c == '#') i = scan::line_end(text, i);
    else if (c == '/' && text.substr(i, 2) == "//") i = scan::line_end(text, i);
    else if (c == '/' && text.substr(i, 2) == "/*") i = std::min(scan::block_comment_end(text, i), text.size());
    else if (c == '"' || c == '\'') i = std::min(scan::string_end(text, i), text.size());
    else if (c == '$') i = std::max(i + 1, scan::pv_end(text, i));
    else {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      ++i;
    }
  }
  return depth;
}

bool ends_with_call(string_view before, string_view function) {
  auto at = before.rfind(function);
  if (at == string_view::npos || (at > 0 && lang::scan::is_identifier(before[at - 1]))) return false;
  auto rest = before.substr(at + function.size());
  auto skip = rest.find_first_not_of(' ');
  return skip != string_view::npos && rest[skip] == '(' && rest.find_first_of(");", skip) == string_view::npos;
}

void variables(Items& items, const Unit& unit) {
  const auto& catalog = lint::catalog();
  for (const auto& o : unit.occurrences)
    if (o.kind == NameKind::variable && o.name.find('(') != std::string::npos) items.add("$" + o.name, kVariable, "of this script", o.name);
  for (const auto* m : catalog.own_modules())
    for (const auto& v : m->variables) items.add("$" + std::string(v.name), kVariable, std::string(v.brief), std::string(v.name));
  if (catalog.core() != nullptr)
    for (const auto& v : catalog.core()->variables) items.add("$" + std::string(v.name), kVariable, std::string(v.brief), std::string(v.name));
}

void routes(Items& items, const Unit& unit, lang::ast::RouteKind kind) {
  for (const auto& o : unit.occurrences)
    if (o.kind == NameKind::route && o.definition && o.route == kind) items.add(o.name, kReference, std::string(to_string(kind)) + " block");
}

void functions(Items& items, const Unit& unit) {
  static constexpr string_view kWords[] = {"if", "else", "switch", "case", "default", "while", "break", "return", "exit", "drop", "route"};
  for (auto w : kWords) items.add(w, kKeyword, "");
  std::set<std::string_view> loaded{"core"};
  for (const auto& o : unit.occurrences)
    if (o.kind == NameKind::module && o.definition) loaded.insert(o.name);
  const auto& catalog = lint::catalog();
  auto all = [&](const manifest::Manifest& m) {
    for (const auto& f : m.functions)
      if (f.retired.empty()) items.add(f.name, kFunction, signature(f) + " · " + std::string(f.brief));
  };
  if (catalog.core() != nullptr) all(*catalog.core());
  for (const auto* m : catalog.own_modules())
    if (loaded.contains(m->name)) all(*m);
  for (const auto& f : catalog.facts().functions)
    if (loaded.contains(f.module) && catalog.facts().gone_since(f.releases).empty()) items.add(f.name, kFunction, "module " + std::string(f.module));
}

void top_level(Items& items) {
  static constexpr string_view kWords[] = {"loadmodule", "modparam", "request_route", "reply_route", "onreply_route", "failure_route", "branch_route",
                                           "onsend_route", "event_route", "route", "include_file", "import_file", "listen", "alias", "flags"};
  for (auto w : kWords) items.add(w, kKeyword, "");
  const auto& catalog = lint::catalog();
  for (const auto& g : catalog.facts().globals)
    if (catalog.facts().gone_since(g.releases).empty()) items.add(g.name, kProperty, std::string(g.type));
}

}  // namespace

json::array complete(const Unit& unit, const LineText& text, std::uint32_t offset) {
  Items items;
  const auto& catalog = lint::catalog();
  string_view all = text.text();
  auto line_start = offset;
  while (line_start > 0 && all[line_start - 1] != '\n') --line_start;
  auto before = all.substr(line_start, offset - line_start);
  auto word = before.size();
  while (word > 0 && lang::scan::is_identifier(before[word - 1])) --word;
  auto lead = before.substr(0, word);

  if (lead.ends_with('$') || lead.ends_with("$(")) {
    variables(items, unit);
  } else if (auto brace = lead.rfind('{'); brace != string_view::npos && lead.rfind('$') < brace && lead.find('}', brace) == string_view::npos &&
                                           lead.find_first_of(" \t,", brace) == string_view::npos) {
    auto inside = lead.substr(brace + 1);
    auto dot = inside.find('.');
    for (const auto& t : catalog.facts().transformations) {
      if (dot == string_view::npos) items.add(t.class_name, kFunction, "transformations of module " + std::string(t.module));
      else if (t.class_name == inside.substr(0, dot) && !t.name.empty()) items.add(t.name, kFunction, "module " + std::string(t.module));
    }
  } else if (ends_with_call(before, "route")) {
    routes(items, unit, lang::ast::RouteKind::request);
  } else if (ends_with_call(before, "t_on_failure")) {
    routes(items, unit, lang::ast::RouteKind::failure);
  } else if (ends_with_call(before, "t_on_reply")) {
    routes(items, unit, lang::ast::RouteKind::reply);
  } else if (ends_with_call(before, "t_on_branch")) {
    routes(items, unit, lang::ast::RouteKind::branch);
  } else if (ends_with_call(before, "modparam")) {
    auto open = before.find('(', before.rfind("modparam"));
    auto arguments = before.substr(open + 1);
    auto comma = arguments.find(',');
    if (comma == string_view::npos) {
      for (const auto& o : unit.occurrences)
        if (o.kind == NameKind::module && o.definition) items.add(o.name, kModule, "");
    } else {
      auto module = arguments.substr(0, comma);
      auto first = module.find('"');
      module = first == string_view::npos ? string_view() : module.substr(first + 1, module.rfind('"') - first - 1);
      if (const auto* own = catalog.own_module(module))
        for (const auto& p : own->params)
          if (p.retired.empty()) items.add(p.name, kProperty, std::string(p.brief));
      for (const auto& p : catalog.params(module))
        if (catalog.facts().gone_since(p.releases).empty()) items.add(p.name, kProperty, p.integer ? "number" : "text");
    }
  } else if (auto at = before.find("loadmodule"); at != string_view::npos && before.find('"', at) != string_view::npos) {
    for (const auto* m : catalog.own_modules()) items.add(std::string(m->name) + ".so", kModule, std::string(m->summary));
    for (const auto& m : catalog.facts().modules)
      if (catalog.facts().gone_since(m.releases).empty()) items.add(std::string(m.name) + ".so", kModule, "not in Kukini yet");
  } else if (depth_at(all, offset) > 0) {
    functions(items, unit);
  } else {
    top_level(items);
  }
  return items.take();
}

}  // namespace kukini::lsp
