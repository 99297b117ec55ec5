// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Statements of the syntax tree.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lang/source/span.hpp"
#include "lang/syntax/ast_expr.hpp"

namespace kukini::lang::ast {

enum class StmtKind : std::uint8_t {
  error,
  empty,
  block,
  if_,
  while_,
  switch_,
  break_,
  return_,
  drop,
  exit,
  assign,
  call,
};

struct Stmt {
  StmtKind kind;
  Span span;

  template <class T>
  const T* as() const {
    return kind == T::kKind ? static_cast<const T*>(this) : nullptr;
  }
};

using StmtList = std::span<const Stmt* const>;

template <StmtKind K>
struct StmtOf : Stmt {
  static constexpr StmtKind kKind = K;
  explicit StmtOf(Span at) : Stmt{K, at} {}
};

/// Could not be parsed; already reported.
struct ErrorStmt : StmtOf<StmtKind::error> {
  using StmtOf::StmtOf;
};

/// A lone semicolon.
struct Empty : StmtOf<StmtKind::empty> {
  using StmtOf::StmtOf;
};

/// { … }; a body without braces is the statement itself, not a Block.
struct Block : StmtOf<StmtKind::block> {
  using StmtOf::StmtOf;
  StmtList statements;
};

struct If : StmtOf<StmtKind::if_> {
  using StmtOf::StmtOf;
  const Expr* condition = nullptr;
  const Stmt* then = nullptr;
  /// Null without else; an If for else if.
  const Stmt* otherwise = nullptr;
};

struct While : StmtOf<StmtKind::while_> {
  using StmtOf::StmtOf;
  const Expr* condition = nullptr;
  const Stmt* body = nullptr;
};

enum class CaseKind : std::uint8_t { value, regex, default_ };

/// case value: / case /regex/: / default:, with the statements up to the next one. Without a break the next case runs too.
struct Case {
  CaseKind kind = CaseKind::value;
  Span span;
  /// Null for default; a Regex for CaseKind::regex.
  const Expr* value = nullptr;
  StmtList statements;
};

struct Switch : StmtOf<StmtKind::switch_> {
  using StmtOf::StmtOf;
  const Expr* subject = nullptr;
  std::span<const Case> cases;
};

struct Break : StmtOf<StmtKind::break_> {
  using StmtOf::StmtOf;
};

/// return; return -1; return(1); return $var(x);
struct Return : StmtOf<StmtKind::return_> {
  using StmtOf::StmtOf;
  /// Null: none was given.
  const Expr* value = nullptr;
};

struct Drop : StmtOf<StmtKind::drop> {
  using StmtOf::StmtOf;
  const Expr* value = nullptr;
};

struct Exit : StmtOf<StmtKind::exit> {
  using StmtOf::StmtOf;
  const Expr* value = nullptr;
};

enum class AssignOp : std::uint8_t { set, add, subtract, multiply, divide, modulo, concat };

/// $var(x) = value. The target is a Pv; anything else parses too and is refused later (sema).
struct Assign : StmtOf<StmtKind::assign> {
  using StmtOf::StmtOf;
  AssignOp op = AssignOp::set;
  Span op_span;
  const Expr* target = nullptr;
  const Expr* value = nullptr;
};

/// An expression for its effect: a Call or RouteCall; anything else parses too and is refused later (sema).
struct CallStmt : StmtOf<StmtKind::call> {
  using StmtOf::StmtOf;
  const Expr* call = nullptr;
};

std::string_view to_string(StmtKind kind);
/// As one would write it: "=", "+=".
std::string_view to_string(AssignOp op);

}  // namespace kukini::lang::ast
