// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Preparing what rules look at, and their reports.
#include "lint/context.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/scan.hpp"
#include "lint/flow/analysis.hpp"
#include "sema/check.hpp"

namespace kukini::lint {

Context::Context(const lang::Script& script, const catalog::Catalog& catalog, const sema::Options& options, diag::Emitter& emitter)
    : script_(script), catalog_(catalog), emitter_(emitter), model_(sema::build_model(script, options)) {
  sema::find_live(script, catalog, options, model_);
  for (const auto* item : script.items())
    if (const auto* route = item->as<ast::Route>()) routes_.push_back(route);
  collect_calls();
  collect_variables();
  collect_inactive_words();
}

Context::~Context() = default;

void Context::collect_calls() {
  for (const auto* route : routes_) {
    if (route->body == nullptr) continue;
    sema::walk_expressions(*route->body, [&](const ast::Expr& e) {
      if (const auto* call = e.as<ast::Call>()) calls_.push_back({call, route});
    });
  }
  for (const auto& site : calls_) calls_by_name_[site.call->name].push_back(site);
}

void Context::collect_pv(const ast::PvNode& node, const ast::Route* route,
                         const std::function<lang::Span(std::uint32_t, std::uint32_t)>& place, bool written) {
  variables_.push_back({&node, route, place(node.offset, node.length), written});
  auto inner = [&](const ast::PvNode* pv) {
    if (pv != nullptr) collect_pv(*pv, route, place, false);
  };
  for (const auto& piece : node.inner_pieces) inner(piece.pv);
  inner(node.index.pv);
  for (const auto& t : node.transformations)
    for (const auto& a : t.arguments) inner(a.pv);
}

void Context::collect_string(const ast::String& text, const ast::Route* route) {
  if (!lang::has_pv(text.value)) return;
  std::vector<lang::PvProblem> problems;
  for (const auto& piece : lang::parse_format(text.value, arena_, problems))
    if (piece.pv != nullptr)
      collect_pv(*piece.pv, route, [&](std::uint32_t offset, std::uint32_t length) { return text.locate(offset, length); }, false);
}

void Context::collect_variables() {
  const ast::Expr* target = nullptr;
  for (const auto* item : script_.items()) {
    if (const auto* param = item->as<ast::ModParam>())
      if (const auto* text = param->value != nullptr ? param->value->as<ast::String>() : nullptr) collect_string(*text, nullptr);
    const auto* route = item->as<ast::Route>();
    if (route == nullptr || route->body == nullptr) continue;
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* assign = s.as<ast::Assign>();
          target = assign != nullptr && assign->op == ast::AssignOp::set ? assign->target : nullptr;
        },
        [&](const ast::Expr& e) {
          if (const auto* inner = e.as<ast::AssignExpr>()) target = inner->assign->target;
          if (const auto* pv = e.as<ast::Pv>())
            collect_pv(*pv->node, route,
                       [&](std::uint32_t offset, std::uint32_t length) {
                         return lang::Span{e.span.begin + offset, e.span.begin + offset + length};
                       },
                       &e == target);
          else if (const auto* text = e.as<ast::String>())
            collect_string(*text, route);
        });
  }
}

void Context::collect_inactive_words() {
  for (const auto& part : script_.source().inactive()) {
    std::string_view text = script_.source().files()[part.file].text;
    text = text.substr(part.begin, part.end - part.begin);
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] == '#' && !text.substr(i).starts_with("#!")) {
        i = lang::scan::line_end(text, i);
      } else if (lang::scan::is_identifier_start(text[i])) {
        auto end = lang::scan::identifier_end(text, i);
        inactive_words_.emplace(text.substr(i, end - i));
        i = end;
      } else {
        ++i;
      }
    }
  }
}

std::span<const CallSite> Context::calls(std::string_view function) const {
  auto at = calls_by_name_.find(function);
  return at == calls_by_name_.end() ? std::span<const CallSite>() : std::span<const CallSite>(at->second);
}

bool Context::calls_any(std::initializer_list<std::string_view> functions) const {
  for (auto f : functions)
    if (calls_by_name_.contains(f)) return true;
  return false;
}

std::vector<const ast::ModParam*> Context::params(std::string_view module, std::string_view name) const {
  std::vector<const ast::ModParam*> out;
  for (const auto* item : script_.items()) {
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr || (!name.empty() && param->name != name)) continue;
    for (auto rest = param->modules; !rest.empty();) {
      auto bar = std::min(rest.find('|'), rest.size());
      if (rest.substr(0, bar) == module) out.push_back(param);
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  }
  return out;
}

const ast::GlobalParam* Context::global(std::string_view name) const {
  const ast::GlobalParam* found = nullptr;
  for (const auto* item : script_.items())
    if (const auto* param = item->as<ast::GlobalParam>())
      if (param->group.empty() && param->name == name) found = param;
  return found;
}

bool Context::reported(std::string_view code) const {
  return std::any_of(emitter_.all().begin(), emitter_.all().end(), [&](const diag::Diagnostic& d) { return d.code == code; });
}

const flow::Analysis& Context::flow() {
  if (flow_ == nullptr) flow_ = std::make_unique<flow::Analysis>(*this);
  return *flow_;
}

diag::Diagnostic& Context::report(diag::Location at, std::string message) {
  diag::Diagnostic d;
  d.code = rule_->code;
  d.severity = rule_->severity;
  d.primary = std::move(at);
  d.message = std::move(message);
  return emitter_.add(std::move(d));
}

diag::Diagnostic& Context::report(lang::Span at, std::string message) { return report(script_.locate(at), std::move(message)); }

std::optional<diag::Edit> Context::edit(lang::Span span, std::string text) const {
  auto at = script_.source().verbatim(span);
  if (!at) return {};
  return diag::Edit{script_.source().files()[at->file].name, at->begin, at->end - at->begin, std::move(text)};
}

void Context::fix(diag::Diagnostic& diagnostic, std::string title, bool safe, lang::Span span, std::string text) const {
  if (auto e = edit(span, std::move(text))) diagnostic.fixes.push_back({std::move(title), safe, {std::move(*e)}});
}

std::optional<diag::Edit> Context::remove_line(lang::Span span) const {
  auto at = script_.source().verbatim(span);
  if (!at) return {};
  const auto& file = script_.source().files()[at->file];
  std::string_view text = file.text;
  auto begin = at->begin;
  while (begin > 0 && text[begin - 1] != '\n') {
    if (!base::is_space(text[begin - 1])) return {};
    --begin;
  }
  std::size_t end = at->end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r' || text[end] == ';')) ++end;
  if (end < text.size() && text[end] == '#') end = lang::scan::line_end(text, end);
  if (end < text.size() && text[end] != '\n') return {};
  if (end < text.size()) ++end;
  return diag::Edit{file.name, begin, static_cast<std::uint32_t>(end) - begin, ""};
}

void Context::run(const Rule& rule) {
  rule_ = &rule;
  rule.check(*this);
}

std::optional<std::string_view> text_of(const ast::Expr* expression) {
  if (expression == nullptr) return {};
  if (const auto* text = expression->as<ast::String>()) return text->value;
  if (const auto* word = expression->as<ast::Identifier>()) return word->name;
  return {};
}

std::optional<std::int64_t> number_of(const ast::Expr* expression) {
  if (expression == nullptr) return {};
  if (const auto* number = expression->as<ast::Number>()) return number->value;
  if (const auto* text = expression->as<ast::String>()) return base::to_number(text->value);
  return {};
}

}  // namespace kukini::lint
