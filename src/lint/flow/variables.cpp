// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Script variables in expressions and arguments.
#include "lint/flow/variables.hpp"

#include <functional>

#include "lint/context.hpp"

namespace kukini::lint::flow {

std::string_view var_name(const ast::PvNode& node) {
  return node.name == "var" && node.has_inner && node.inner_is_literal() ? node.inner : std::string_view();
}

const std::vector<VarRead>& VarReads::of(const ast::Expr& e) {
  auto [at, fresh] = cache_.try_emplace(&e);
  if (!fresh) return at->second;
  auto& out = at->second;
  std::function<void(const ast::PvNode&, const ast::String*)> add = [&](const ast::PvNode& node, const ast::String* text) {
    auto inner = [&](const ast::PvNode* pv) {
      if (pv != nullptr) add(*pv, text);
    };
    if (auto name = var_name(node); !name.empty())
      out.push_back({name, text != nullptr ? text->locate(node.offset, node.length)
                                           : lang::Span{e.span.begin + node.offset, e.span.begin + node.offset + node.length}});
    for (const auto& p : node.inner_pieces) inner(p.pv);
    inner(node.index.pv);
    for (const auto& t : node.transformations)
      for (const auto& a : t.arguments) inner(a.pv);
  };
  if (const auto* pv = e.as<ast::Pv>()) {
    add(*pv->node, nullptr);
  } else if (const auto* text = e.as<ast::String>(); text != nullptr && lang::has_pv(text->value)) {
    std::vector<lang::PvProblem> problems;
    for (const auto& piece : lang::parse_format(text->value, arena_, problems))
      if (piece.pv != nullptr) add(*piece.pv, text);
  }
  return out;
}

std::string_view output_var(const Analysis& flow, const ast::Call& call, std::size_t index) {
  if ((flow.traits(call) & kPure) != 0) return {};
  const auto* argument = call.arguments[index];
  if (const auto* pv = argument->as<ast::Pv>()) return pv->node->transformations.empty() ? var_name(*pv->node) : std::string_view();
  const auto* text = argument->as<ast::String>();
  if (text == nullptr || !text->value.starts_with("$var(") || text->value.find(')') != text->value.size() - 1) return {};
  auto name = text->value.substr(5, text->value.size() - 6);
  return lang::has_pv(name) ? std::string_view() : name;
}

}  // namespace kukini::lint::flow
