// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// if, else if, else.
#include "lang/syntax/build.hpp"

namespace kukini::lang {
namespace {

// A chain of this many else-ifs is nested this deeply for later passes.
constexpr std::size_t kMostBranches = 1000;

}  // namespace

const ast::Stmt* Builder::if_statement(Cursor node) {
  // condition, body, condition, body …, and a last body without condition for else
  std::vector<Cursor> parts;
  for (Cursor child : node) parts.push_back(child);
  if (parts.size() / 2 > kMostBranches) {
    error("syntax-too-deep", parts[2 * kMostBranches].span(), "more than " + std::to_string(kMostBranches) + " branches in one if", "a switch or an htable does this better");
    return arena_.make<ast::ErrorStmt>(node.span());
  }
  const ast::Stmt* otherwise = nullptr;
  std::size_t count = parts.size();
  if (count % 2 == 1) otherwise = statement(parts[--count]);
  for (std::size_t i = count; i >= 2; i -= 2) {
    auto* made = arena_.make<ast::If>(Span{i == 2 ? node.span().begin : parts[i - 2].span().begin, node.span().end});
    made->condition = primary(parts[i - 2]);
    made->then = statement(parts[i - 1]);
    made->otherwise = otherwise;
    otherwise = made;
  }
  return otherwise != nullptr ? otherwise : arena_.make<ast::ErrorStmt>(node.span());
}

}  // namespace kukini::lang
