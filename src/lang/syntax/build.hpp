// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From the flat tree of matched rules to the syntax tree: one builder, one file per kind of construct.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/front_end.hpp"
#include "lang/syntax/cst.hpp"

namespace kukini::lang {

class Builder {
 public:
  Builder(Script& script, diag::Emitter& emitter) : script_(script), arena_(script.arena_), emitter_(emitter) {}

  ast::ItemList items(const cst::Tree& tree);

 private:
  using Cursor = cst::Cursor;
  using Kind = cst::Kind;

  // build_item.cpp
  const ast::Item* item(Cursor node);
  // build_route.cpp
  const ast::Item* route(Cursor node);
  // build_module.cpp
  const ast::Item* load_module(Cursor node);
  const ast::Item* load_path(Cursor node);
  const ast::Item* mod_param(Cursor node);
  const ast::Item* cfg_engine(Cursor node);
  // build_listen.cpp
  const ast::Item* listen(Cursor node);
  const ast::Item* socket_block(Cursor node);
  ast::SocketEntry socket_entry(Cursor node);
  // build_flags.cpp
  const ast::Item* flags(Cursor node);
  // build_global_param.cpp
  const ast::Item* global_param(Cursor node);

  // build_statement.cpp
  const ast::Stmt* statement(Cursor node);
  const ast::Block* block(Cursor node);
  const ast::Stmt* simple(Cursor node);
  // build_if.cpp, build_while.cpp, build_switch.cpp, build_jump.cpp
  const ast::Stmt* if_statement(Cursor node);
  const ast::Stmt* while_statement(Cursor node);
  const ast::Stmt* switch_statement(Cursor node);
  const ast::Stmt* jump(Cursor node);

  // build_expression.cpp
  const ast::Expr* primary(Cursor node);
  /// `bare`: without its unary operators, for with_unary() to add later.
  const ast::Expr* operand(Cursor node, bool bare = false);
  const ast::Expr* with_unary(Cursor node, const ast::Expr* out);
  bool negates_comparison(Cursor node) const;
  const ast::Expr* call(Cursor node);
  const ast::Expr* route_call(Cursor node);
  const ast::Expr* bare_address(Cursor node);
  const ast::Expr* identifier(Cursor node);
  // build_binary.cpp
  const ast::Expr* expression(Cursor node);
  // build_literal.cpp
  const ast::String* string(Cursor node);
  const ast::Expr* number(Span at);
  const ast::Expr* pv(Cursor node);
  const ast::Expr* select(Cursor node);
  const ast::Expr* ip(Span at);
  const ast::Expr* regex(Span at);
  /// Text of a node that is a string or a bare word.
  std::string_view text_or_string(Cursor node);

  std::string_view text(Span at) const { return script_.text(at); }
  void error(std::string_view code, Span at, std::string message, std::string hint = {}) {
    emitter_.error(code, script_.locate(at), std::move(message)).hint = std::move(hint);
  }
  const ast::Expr* error_expr(Span at) { return arena_.make<ast::ErrorExpr>(at); }

  template <class T>
  std::span<const T> keep(const std::vector<T>& list) {
    auto out = arena_.make_array<T>(list.size());
    std::copy(list.begin(), list.end(), out.begin());
    return out;
  }

  Script& script_;
  base::Arena& arena_;
  diag::Emitter& emitter_;
};

}  // namespace kukini::lang
