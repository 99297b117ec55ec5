// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: Binder: route blocks, statements, expressions and calls from the syntax tree to the bound tree.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "script/bind/pv_binder.hpp"
#include "script/build.hpp"
#include "script/calls.hpp"
#include "script/exprs.hpp"
#include "script/program.hpp"
#include "script/stmts.hpp"

namespace kukini::script {

class Binder {
 public:
  Binder(const lang::Script& script, const sdk::Bindings& bindings, const BuildOptions& options, diag::Emitter& emitter);
  /// Null when anything failed.
  std::shared_ptr<ScriptProgram> run();
  base::Result<std::string> evaluate_at_load(std::string_view text);

 private:
  // binder.cpp
  void collect_names();
  void declare(const lang::ast::Route& route);
  void define(const lang::ast::Route& route);
  void error(std::string_view code, lang::Span at, std::string message);
  /// Reports what the PvBinder found; offsets count from `base`, or in `literal`.
  void report(std::uint32_t base, const lang::ast::String* literal = nullptr);
  Place place(lang::Span at);

  // bind_stmt.cpp
  StmtPtr stmt(const lang::ast::Stmt* s);
  void stand_at(const lang::ast::Stmt& s);
  std::unique_ptr<Block> block(lang::ast::StmtList list);
  StmtPtr switch_stmt(const lang::ast::Switch& s);
  StmtPtr assign(const lang::ast::Assign& s);

  // bind_expr.cpp
  ExprPtr expr(const lang::ast::Expr* e);
  ExprPtr binary(const lang::ast::Binary& e);
  ExprPtr special_comparison(const lang::ast::Binary& e, const lang::ast::Expr& subject, const lang::ast::Expr& other, bool negated);
  ExprPtr text(std::string_view s) { return std::make_unique<ConstantExpr>(Value::string(program_->keep(s))); }
  PvPtr pv(const lang::ast::Pv& e);
  ExprPtr operand(const lang::ast::Expr* e);
  ExprPtr nothing();

  // bind_call.cpp
  ExprPtr call(const lang::ast::Call& e);
  ExprPtr cfg_select(const lang::ast::Call& e);
  ExprPtr avp_flag(const lang::ast::Call& e);
  ExprPtr route_call(const lang::ast::RouteCall& e);
  const sdk::BoundFunction* find_function(const lang::ast::Call& e);
  // bind_argument.cpp
  bool argument(const sdk::BoundFunction& function, std::size_t index, const lang::ast::Expr& e, ArgumentNode& out);
  bool text_argument(const lang::ast::Expr& e, ArgumentNode& out, bool regex = false);
  bool integer_argument(const lang::ast::Expr& e, bool flag, ArgumentNode& out);
  bool format_argument(const lang::ast::Expr& e, ArgumentNode& out);
  bool pv_argument(const lang::ast::Expr& e, ArgumentNode& out);
  bool route_argument(const lang::ast::Expr& e, manifest::ArgKind kind, ArgumentNode& out);
  void constant_text(std::string_view s, ArgumentNode& out);

  const lang::Script& script_;
  const sdk::Bindings& bindings_;
  BuildOptions options_;
  diag::Emitter& emitter_;
  ScriptNames names_;
  PvBinder pvs_;
  std::shared_ptr<ScriptProgram> program_;
  bool failed_ = false;
};

/// The name of a thing that stands for itself: a word, a number, a socket; nothing for expressions.
std::optional<std::string_view> bare_text(const lang::ast::Expr& e);
/// "10.0.0.0/8" and the like.
bool parse_ip_range(std::string_view text, IpRange& out);

}  // namespace kukini::script
