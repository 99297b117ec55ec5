// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Hover, definition, references, rename, symbols, formatting, quick fixes.
#include <algorithm>

#include "format/format.hpp"
#include "lang/preprocess/scan.hpp"
#include "lsp/completion.hpp"
#include "lsp/describe.hpp"
#include "lsp/server.hpp"

namespace kukini::lsp {
namespace {

std::string_view word_at(std::string_view text, std::uint32_t offset) {
  auto begin = std::min<std::size_t>(offset, text.size());
  auto end = begin;
  while (begin > 0 && lang::scan::is_identifier(text[begin - 1])) --begin;
  while (end < text.size() && lang::scan::is_identifier(text[end])) ++end;
  return text.substr(begin, end - begin);
}

/// The file that an include on this line names; empty where it is none.
std::string included_file(std::string_view line) {
  auto at = line.find_first_not_of(" \t#!");
  if (at == std::string_view::npos || !(line.substr(at).starts_with("include_file") || line.substr(at).starts_with("import_file"))) return {};
  auto open = line.find_first_of("\"'", at);
  auto close = open == std::string_view::npos ? open : line.find(line[open], open + 1);
  return close == std::string_view::npos ? std::string() : std::string(line.substr(open + 1, close - open - 1));
}

bool can_be_renamed(const Occurrence& o) { return o.kind == NameKind::route; }

std::string markdown(const Occurrence& o) {
  const auto& catalog = lint::catalog();
  auto dot = o.name.find('.');
  auto first = o.name.substr(0, dot);
  auto second = dot == std::string::npos ? std::string() : o.name.substr(dot + 1);
  switch (o.kind) {
    case NameKind::function: return describe_function(catalog, o.name);
    case NameKind::variable: return describe_variable(catalog, std::string_view(o.name).substr(0, o.name.find('(')));
    case NameKind::transformation: return describe_transformation(catalog, first, second);
    case NameKind::modparam: return describe_modparam(catalog, first, second);
    case NameKind::module: return describe_module(catalog, o.name);
    case NameKind::global: return describe_global(catalog, o.name);
    case NameKind::route: return "```kamailio\n" + std::string(to_string(o.route)) + " route[" + o.name + "]\n```\n";
    case NameKind::define: return {};
  }
  return {};
}

}  // namespace

json::object Server::location(const Unit& unit, const lang::FileSpan& place) {
  const auto& path = unit.files[place.file];
  return {{"uri", uri_of(path)}, {"range", workspace_.text(path).range(place.begin, place.end)}};
}

json::value Server::hover(const Place& at) {
  const auto* o = occurrence_at(at.unit->occurrences, at.file, at.offset);
  std::string text;
  lang::FileSpan place{};
  if (o != nullptr) {
    text = markdown(*o);
    place = o->place;
    if (o->kind == NameKind::route) {
      std::size_t uses = 0;
      for (const auto& other : at.unit->occurrences) uses += same_name(other, *o) && !other.definition ? 1 : 0;
      text += std::to_string(uses) + (uses == 1 ? " use" : " uses") + " in this script\n";
    }
  } else if (at.unit->linted.script != nullptr) {
    auto word = word_at(at.text->text(), at.offset);
    for (const auto& d : at.unit->linted.script->source().definitions())
      if (!word.empty() && d.name == word) text = "```kamailio\n#!define " + d.name + " " + d.value + "\n```\n";
    auto begin = static_cast<std::uint32_t>(word.data() - at.text->text().data());
    place = {at.file, begin, begin + static_cast<std::uint32_t>(word.size())};
  }
  if (text.empty()) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", text}}}, {"range", at.text->range(place.begin, place.end)}};
}

json::value Server::definition(const Place& at) {
  json::array out;
  if (auto name = included_file(at.text->line_at(at.offset)); !name.empty()) {
    // The files of the unit say which one it became.
    for (const auto& file : at.unit->files)
      if (file.ends_with(name)) return json::array{json::object{{"uri", uri_of(file)}, {"range", LineText("").range(0, 0)}}};
  }
  if (const auto* o = occurrence_at(at.unit->occurrences, at.file, at.offset); o != nullptr) {
    for (const auto& other : at.unit->occurrences)
      if (other.definition && same_name(other, *o)) out.push_back(location(*at.unit, other.place));
    if (!out.empty()) return out;
  }
  auto word = word_at(at.text->text(), at.offset);
  for (const auto& other : at.unit->occurrences)
    if (other.kind == NameKind::define && other.name == word) out.push_back(location(*at.unit, other.place));
  return out;
}

json::value Server::references(const Place& at, bool declaration) {
  json::array out;
  const auto* o = occurrence_at(at.unit->occurrences, at.file, at.offset);
  if (o == nullptr) return out;
  for (const auto& other : at.unit->occurrences)
    if (same_name(other, *o) && (declaration || !other.definition)) out.push_back(location(*at.unit, other.place));
  return out;
}

json::value Server::prepare_rename(const Place& at) {
  const auto* o = occurrence_at(at.unit->occurrences, at.file, at.offset);
  if (o == nullptr || !can_be_renamed(*o)) throw RequestError{-32602, "only route blocks can be renamed"};
  return {{"range", at.text->range(o->place.begin, o->place.end)}, {"placeholder", o->name}};
}

json::value Server::rename(const Place& at, std::string_view name) {
  const auto* o = occurrence_at(at.unit->occurrences, at.file, at.offset);
  if (o == nullptr || !can_be_renamed(*o)) throw RequestError{-32602, "only route blocks can be renamed"};
  bool valid = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return lang::scan::is_identifier(c) || c == '-'; });
  if (!valid) throw RequestError{-32602, "a block's name consists of letters, digits, '_' and '-'"};
  for (const auto& other : at.unit->occurrences)
    if (other.kind == NameKind::route && other.definition && other.route == o->route && other.name == name)
      throw RequestError{-32602, "there is a block of this name already: " + std::string(name)};
  json::object changes;
  std::vector<lang::FileSpan> done;
  for (const auto& other : at.unit->occurrences) {
    if (!same_name(other, *o)) continue;
    // A file that is included twice gives each place twice.
    bool twice = std::any_of(done.begin(), done.end(), [&](const auto& d) { return d.file == other.place.file && d.begin == other.place.begin; });
    if (twice) continue;
    done.push_back(other.place);
    const auto& path = at.unit->files[other.place.file];
    auto& list = changes[uri_of(path)];
    if (!list.is_array()) list = json::array();
    list.get_array().push_back({{"range", workspace_.text(path).range(other.place.begin, other.place.end)}, {"newText", name}});
  }
  return {{"changes", std::move(changes)}};
}

json::value Server::symbols(const std::string& path) {
  json::array out;
  if (workspace_.document(path) == nullptr) return out;
  const auto& unit = workspace_.unit(path);
  auto file = unit.index_of(path);
  if (unit.linted.script == nullptr || !file) return out;
  const auto& source = unit.linted.script->source();
  const auto& text = workspace_.text(path);
  for (const auto* item : unit.linted.script->items()) {
    const auto* route = item->as<lang::ast::Route>();
    if (route == nullptr) continue;
    auto begin = source.verbatim({route->span.begin, route->span.begin + 1});
    auto end = source.verbatim({route->span.end > route->span.begin ? route->span.end - 1 : route->span.end, route->span.end});
    if (!begin || begin->file != *file) continue;
    auto last = end && end->file == *file ? end->end : begin->end;
    auto name = source.verbatim(route->name_span);
    auto label = std::string(route->keyword) + (route->name.empty() ? "" : "[" + std::string(route->name) + "]");
    out.push_back({{"name", label},
                   {"kind", 12},
                   {"range", text.range(begin->begin, std::max(last, begin->end))},
                   {"selectionRange", name && !route->name.empty() ? text.range(name->begin, name->end) : text.range(begin->begin, begin->end)}});
  }
  return out;
}

json::value Server::formatting(const std::string& path, const json::value& params) {
  const auto* document = workspace_.document(path);
  if (document == nullptr || path.ends_with(".list")) return nullptr;
  format::Options options;
  if (params.is_object()) {
    // What the editor says counts where the text itself does not tell: format detects the indent of indented text.
    const auto& text = document->lines.text();
    bool indented = text.find("\n\t") != std::string::npos || text.find("\n  ") != std::string::npos;
    if (!indented && flag_of(member(params, "options", "insertSpaces"))) options.indent = static_cast<int>(std::clamp<std::int64_t>(number_of(member(params, "options", "tabSize"), 4), 1, 16));
  }
  json::array out;
  for (const auto& e : format::format_edits(document->lines.text(), options))
    out.push_back({{"range", document->lines.range(e.offset, e.offset + e.length)}, {"newText", e.replacement}});
  return out;
}

json::value Server::code_actions(const std::string& path, const json::value& params) {
  json::array out;
  if (workspace_.document(path) == nullptr) return out;
  const auto& unit = workspace_.unit(path);
  const auto& text = workspace_.text(path);
  auto begin = text.offset_of(position_from(member(params, "range", "start")));
  auto end = text.offset_of(position_from(member(params, "range", "end")));
  for (const auto& d : unit.linted.found) {
    if (absolute_path(d.primary.file) != path || d.primary.offset > end || d.primary.offset + d.primary.length < begin) continue;
    for (const auto& fix : d.fixes) {
      json::object changes;
      for (const auto& e : fix.edits) {
        auto file = absolute_path(e.file);
        auto& list = changes[uri_of(file)];
        if (!list.is_array()) list = json::array();
        list.get_array().push_back({{"range", workspace_.text(file).range(e.offset, e.offset + e.length)}, {"newText", e.text}});
      }
      out.push_back({{"title", fix.title + " (" + d.code + ")"}, {"kind", "quickfix"}, {"isPreferred", fix.safe}, {"edit", {{"changes", std::move(changes)}}}});
    }
  }
  return out;
}

json::value Server::complete(const Place& at) { return kukini::lsp::complete(*at.unit, *at.text, at.offset); }

}  // namespace kukini::lsp
