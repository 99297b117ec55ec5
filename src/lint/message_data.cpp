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

/// "$rU" is matched against something in the block: it was checked.
bool checked(const Context& context, const ast::PvNode& node, const ast::Route& route) {
  bool found = false;
  sema::walk_expressions(*route.body, [&](const ast::Expr& e) {
    const auto* b = e.as<ast::Binary>();
    const auto* pv = b != nullptr ? b->left->as<ast::Pv>() : nullptr;
    if (pv != nullptr && (b->op == ast::BinaryOp::match || b->op == ast::BinaryOp::not_match) && pv->node->name == node.name && pv->node->inner == node.inner) found = true;
    const auto* call = e.as<ast::Call>();
    if (call == nullptr || (call->name != "is_numeric" && call->name != "is_int" && call->name != "pcre_match" && call->name != "regex_substring")) return;
    for (const auto* a : call->arguments)
      if (context.script().text(a->span).find(node.name) != std::string_view::npos) found = true;
  });
  return found;
}

}  // namespace

std::vector<MessageData> message_data(const Context& context, const ast::Expr& argument, const ast::Route& route) {
  std::vector<MessageData> out;
  if (route.body == nullptr) return out;
  for (const auto& site : context.variables()) {
    if (site.route != &route || site.written || site.span.begin < argument.span.begin || site.span.end > argument.span.end) continue;
    if (from_message(*site.node) && !made_harmless(*site.node) && !checked(context, *site.node, route)) out.push_back({std::string(site.node->text), site.span});
  }
  return out;
}

}  // namespace kukini::lint
