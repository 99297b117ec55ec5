// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Collecting the names of a script.
#include "lsp/occurrences.hpp"

#include <functional>

#include "sema/check.hpp"
#include "sema/walk.hpp"

namespace kukini::lsp {
namespace {

namespace ast = lang::ast;
using lang::Span;

class Collector {
 public:
  explicit Collector(const lang::Script& script) : script_(script) {}

  std::vector<Occurrence> run() {
    for (const auto* item : script_.items()) take(*item);
    defines();
    return std::move(all_);
  }

 private:
  void add(NameKind kind, std::string name, Span at, bool definition = false, ast::RouteKind route = ast::RouteKind::request) {
    if (auto place = script_.source().verbatim(at)) all_.push_back({kind, route, std::move(name), *place, definition});
  }

  /// A string's text without its quotes, where it is one plain literal.
  Span inside(const ast::String& s) const {
    return s.parts.size() == 1 && s.parts[0].plain ? Span{s.span.begin + 1, s.span.end - 1} : Span{s.span.begin, s.span.begin};
  }

  void take(const ast::Item& item) {
    if (const auto* load = item.as<ast::LoadModule>()) add(NameKind::module, std::string(sema::module_name(load->path)), load->path_span, true);
    if (const auto* param = item.as<ast::ModParam>()) {
      auto module = std::string(param->modules.substr(0, param->modules.find('|')));
      add(NameKind::module, module, param->modules_span);
      add(NameKind::modparam, module + "." + std::string(param->name), param->name_span);
      if (const auto* text = param->value != nullptr ? param->value->as<ast::String>() : nullptr) format(*text);
    }
    if (const auto* param = item.as<ast::GlobalParam>(); param != nullptr && param->group.empty())
      add(NameKind::global, std::string(param->name), param->name_span);
    if (const auto* route = item.as<ast::Route>()) {
      if (!route->name.empty()) add(NameKind::route, std::string(route->name), route->name_span, true, route->route);
      if (route->body != nullptr) sema::walk_expressions(*route->body, [&](const ast::Expr& e) { take(e); });
    }
  }

  void take(const ast::Expr& e) {
    if (const auto* call = e.as<ast::RouteCall>()) {
      if (!call->name.empty()) add(NameKind::route, std::string(call->name), call->name_span);
    } else if (const auto* f = e.as<ast::Call>()) {
      add(NameKind::function, std::string(f->name), f->name_span);
      armed(*f);
    } else if (const auto* pv = e.as<ast::Pv>()) {
      variable(*pv->node, [&](std::uint32_t offset, std::uint32_t length) { return Span{e.span.begin + offset, e.span.begin + offset + length}; });
    } else if (const auto* text = e.as<ast::String>()) {
      format(*text);
    }
  }

  void armed(const ast::Call& call) {
    auto kind = call.name == "t_on_failure"  ? ast::RouteKind::failure
                : call.name == "t_on_reply"  ? ast::RouteKind::reply
                : call.name == "t_on_branch" ? ast::RouteKind::branch
                                             : ast::RouteKind::request;
    if (kind == ast::RouteKind::request || call.arguments.empty()) return;
    if (const auto* text = call.arguments[0]->as<ast::String>(); text != nullptr && !lang::has_pv(text->value))
      add(NameKind::route, std::string(text->value), inside(*text), false, kind);
  }

  void format(const ast::String& text) {
    if (!lang::has_pv(text.value)) return;
    std::vector<lang::PvProblem> problems;
    for (const auto& piece : lang::parse_format(text.value, arena_, problems))
      if (piece.pv != nullptr) variable(*piece.pv, [&](std::uint32_t offset, std::uint32_t length) { return text.locate(offset, length); });
  }

  void variable(const ast::PvNode& node, const std::function<Span(std::uint32_t, std::uint32_t)>& place) {
    static constexpr std::string_view kMade[] = {"var", "avp", "xavp", "xavu", "xavi", "shv", "dlg_var", "sht"};
    std::string name(node.name);
    if (node.has_inner && node.inner_is_literal())
      for (auto made : kMade)
        if (made == node.name) name += "(" + std::string(node.inner) + ")";
    add(NameKind::variable, std::move(name), place(node.offset, node.length));
    auto inner = [&](const ast::PvNode* pv) {
      if (pv != nullptr) variable(*pv, place);
    };
    for (const auto& piece : node.inner_pieces) inner(piece.pv);
    inner(node.index.pv);
    for (const auto& t : node.transformations) {
      add(NameKind::transformation, std::string(t.class_name) + "." + std::string(t.name), place(t.offset, t.length));
      for (const auto& a : t.arguments) inner(a.pv);
    }
  }

  void defines() {
    const auto& source = script_.source();
    for (const auto& d : source.definitions()) {
      if (d.inclusion == lang::Inclusion::kNone) continue;
      auto file = source.inclusions()[d.inclusion].file;
      all_.push_back({NameKind::define, ast::RouteKind::request, d.name, {file, d.offset, d.offset + static_cast<std::uint32_t>(d.name.size())}, true});
    }
  }

  const lang::Script& script_;
  base::Arena arena_{16 * 1024};
  std::vector<Occurrence> all_;
};

}  // namespace

std::vector<Occurrence> find_occurrences(const lang::Script& script) { return Collector(script).run(); }

const Occurrence* occurrence_at(const std::vector<Occurrence>& all, std::uint32_t file, std::uint32_t offset) {
  const Occurrence* best = nullptr;
  for (const auto& o : all) {
    if (o.place.file != file || offset < o.place.begin || offset > o.place.end) continue;
    if (best == nullptr || o.place.end - o.place.begin <= best->place.end - best->place.begin) best = &o;
  }
  return best;
}

}  // namespace kukini::lsp
