// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Finding message data in arguments.
#include "lint/message_data.hpp"

#include <algorithm>

#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// User parts, names, tags, headers, bodies; hosts of URIs as well, whose syntax nobody enforces.
constexpr std::string_view kNames[] = {"fU", "fu", "fn", "fd", "ft", "tU", "tu", "tn", "td", "tt", "rU", "ru", "ou", "oU", "od", "rd", "ua",
                                       "ci", "ct", "hdr", "rb", "re", "rt", "pU", "pu", "pn", "pd", "ai", "di", "cT",
                                       "mb", "hfl"};

bool from_message(const ast::PvNode& node) { return std::find(std::begin(kNames), std::end(kNames), node.name) != std::end(kNames); }

/// A transformation after which the value is harmless, or was looked over by somebody.
bool made_harmless(const ast::PvNode& node) {
  for (const auto& t : node.transformations) {
    if (t.class_name == "sql" || t.class_name == "re") return true;
    if (t.class_name != "s") continue;
    for (std::string_view name : {"escape.common", "escape.user", "escape.param", "escape.csv", "int", "len", "md5", "sha256", "sha384", "sha512", "encode.hexa",
                                  "encode.base64", "encode.base64t", "encode.base64url", "encode.base64urlt", "encode.7bit", "numeric", "rm", "rmws", "replace", "corehash"})
      if (t.name == name) return true;
  }
  return false;
}

}  // namespace

bool MessageDataFinder::checked(const ast::PvNode& node, const ast::Route& route) {
  auto [at, fresh] = checks_.try_emplace(&route);
  auto& checks = at->second;
  if (fresh)
    sema::walk_expressions(*route.body, [&](const ast::Expr& e) {
      const auto* b = e.as<ast::Binary>();
      const auto* pv = b != nullptr ? b->left->as<ast::Pv>() : nullptr;
      if (pv != nullptr && (b->op == ast::BinaryOp::match || b->op == ast::BinaryOp::not_match)) checks.matched.push_back(pv->node);
      const auto* call = e.as<ast::Call>();
      if (call == nullptr || (call->name != "is_numeric" && call->name != "is_int" && call->name != "pcre_match" && call->name != "regex_substring")) return;
      for (const auto* a : call->arguments) checks.asked.push_back(context_.script().text(a->span));
    });
  return std::any_of(checks.matched.begin(), checks.matched.end(), [&](const auto* m) { return m->name == node.name && m->inner == node.inner; }) ||
         std::any_of(checks.asked.begin(), checks.asked.end(), [&](auto text) { return text.find(node.name) != text.npos; });
}

std::vector<MessageData> MessageDataFinder::in(const ast::Expr& argument, const ast::Route& route) {
  std::vector<MessageData> out;
  if (route.body == nullptr) return out;
  const auto& all = context_.variables();
  // They stand in source order.
  auto first = std::partition_point(all.begin(), all.end(), [&](const VariableSite& v) { return v.span.begin < argument.span.begin; });
  for (auto site = first; site != all.end() && site->span.begin < argument.span.end; ++site) {
    if (site->route != &route || site->written || site->span.end > argument.span.end) continue;
    if (from_message(*site->node) && !made_harmless(*site->node) && !checked(*site->node, route)) out.push_back({std::string(site->node->text), site->span});
  }
  return out;
}

}  // namespace kukini::lint
