// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Route blocks.
#include "base/text.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {
namespace {

ast::RouteKind kind_of(std::string_view keyword) {
  if (base::iequals(keyword, "reply_route") || base::iequals(keyword, "onreply_route")) return ast::RouteKind::reply;
  if (base::iequals(keyword, "failure_route")) return ast::RouteKind::failure;
  if (base::iequals(keyword, "branch_route")) return ast::RouteKind::branch;
  if (base::iequals(keyword, "onsend_route")) return ast::RouteKind::onsend;
  if (base::iequals(keyword, "error_route")) return ast::RouteKind::error;
  if (base::iequals(keyword, "local_route")) return ast::RouteKind::local;
  if (base::iequals(keyword, "event_route")) return ast::RouteKind::event;
  return ast::RouteKind::request;
}

}  // namespace

const ast::Item* Builder::route(Cursor node) {
  auto* out = arena_.make<ast::Route>(node.span());
  for (Cursor child : node) {
    if (child.kind() == Kind::route_keyword) {
      out->keyword = text(child.span());
      out->route = kind_of(out->keyword);
    } else if (child.kind() == Kind::block_name) {
      out->name_span = child.span();
      out->name = text_or_string(child);
    } else if (child.kind() == Kind::block) {
      out->body = block(child);
    }
  }
  return out;
}

}  // namespace kukini::lang
