// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions of the syntax tree.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lang/source/span.hpp"
#include "lang/syntax/ast_pv.hpp"

namespace kukini::lang::ast {

enum class ExprKind : std::uint8_t {
  error,
  number,
  string,
  pv,
  identifier,
  select,
  call,
  route_call,
  unary,
  binary,
  operand,
  ip,
  socket,
  regex,
  assign,
};

struct Expr {
  ExprKind kind;
  /// It stood in parentheses of its own; the span is without them.
  bool parenthesized = false;
  Span span;

  template <class T>
  const T* as() const {
    return kind == T::kKind ? static_cast<const T*>(this) : nullptr;
  }
};

using ExprList = std::span<const Expr* const>;

template <ExprKind K>
struct ExprOf : Expr {
  static constexpr ExprKind kKind = K;
  explicit ExprOf(Span at) : Expr{K, false, at} {}
};

/// Could not be parsed; already reported.
struct ErrorExpr : ExprOf<ExprKind::error> {
  using ExprOf::ExprOf;
};

/// 10, 0x1F, 0b101, 017 (octal), -3; yes/no/on/off stay identifiers.
struct Number : ExprOf<ExprKind::number> {
  using ExprOf::ExprOf;
  std::int64_t value = 0;
  /// As written.
  std::string_view text;
};

/// Behind an escape: byte `value` of the literal's text stands at byte `source` of what is between its quotes, and so do those behind it.
struct EscapeMark {
  std::uint32_t value = 0;
  std::uint32_t source = 0;
};

/// One literal of a string made of adjacent ones.
struct StringPart {
  /// With its quotes.
  Span span;
  /// Where its text begins in String::value.
  std::uint32_t value_offset = 0;
  /// Its text has no escapes: byte i of it stands at span.begin + 1 + i.
  bool plain = true;
  /// One for each escape, in order.
  std::span<const EscapeMark> escapes;
};

/// "a" 'b' "c": one string, escapes resolved.
struct String : ExprOf<ExprKind::string> {
  using ExprOf::ExprOf;
  std::string_view value;
  std::span<const StringPart> parts;
  bool single_quoted = false;

  /// The bytes [offset, offset+length) of value in the expanded text; where they reach into the next literal, up to the end of the first.
  Span locate(std::uint32_t offset, std::uint32_t length) const;
};

/// $ru, $(hdr(X)[0]{s.len})
struct Pv : ExprOf<ExprKind::pv> {
  using ExprOf::ExprOf;
  std::string_view text;
  /// Never null: one that cannot be parsed is reported and becomes an ErrorExpr.
  const PvNode* node = nullptr;
};

/// A bare word: yes, UDP, L_INFO, FLAG_NAT, LOG_LOCAL0.
struct Identifier : ExprOf<ExprKind::identifier> {
  using ExprOf::ExprOf;
  std::string_view name;
};

/// A part of a select: name, name[index] or name["key"].
struct SelectPart {
  std::string_view name;
  Span span;
  bool has_index = false;
  std::int64_t index = 0;
  bool has_key = false;
  std::string_view key;
};

/// @via[1].branch
struct Select : ExprOf<ExprKind::select> {
  using ExprOf::ExprOf;
  std::string_view text;
  std::span<const SelectPart> parts;
};

/// name(arguments). Core functions and commands (forward, setflag, strip …) are calls like any other.
struct Call : ExprOf<ExprKind::call> {
  using ExprOf::ExprOf;
  std::string_view name;
  Span name_span;
  ExprList arguments;
  /// False for a core command written without parentheses (`force_rport;`).
  bool has_parentheses = true;
};

/// route(NAME), route(1): `name` is set; route($var(x)), route("a" + $rU): `target` is set and name empty.
/// route("NAME") has both.
struct RouteCall : ExprOf<ExprKind::route_call> {
  using ExprOf::ExprOf;
  std::string_view name;
  Span name_span;
  const Expr* target = nullptr;
};

enum class UnaryOp : std::uint8_t { logical_not, negate, plus, complement, defined, strempty, strlen, to_int, to_str };

struct Unary : ExprOf<ExprKind::unary> {
  using ExprOf::ExprOf;
  UnaryOp op = UnaryOp::logical_not;
  const Expr* operand = nullptr;
};

/// The typed comparisons of the language: eq/ne compare as numbers where both sides are, ieq/ine always as integers, seq/sne
/// always as strings.
enum class BinaryOp : std::uint8_t {
  logical_or, logical_and,
  equal, not_equal, match, not_match,
  eq, ne, ieq, ine, seq, sne,
  less, less_equal, greater, greater_equal,
  add, subtract, multiply, divide, modulo, concat,
  bit_and, bit_or, bit_xor, shift_left, shift_right,
};

struct Binary : ExprOf<ExprKind::binary> {
  using ExprOf::ExprOf;
  BinaryOp op = BinaryOp::equal;
  Span op_span;
  const Expr* left = nullptr;
  const Expr* right = nullptr;
};

/// The old built-in operands of conditions.
enum class CoreOperand : std::uint8_t {
  method, uri, from_uri, to_uri,
  src_ip, src_port, dst_ip, dst_port,
  snd_ip, snd_port, snd_proto, snd_af, to_ip, to_port, to_proto,
  proto, af, msg_len, max_len, status, retcode, myself,
};

/// method, uri, src_ip, myself, msg:len …
struct Operand : ExprOf<ExprKind::operand> {
  using ExprOf::ExprOf;
  CoreOperand operand = CoreOperand::method;
};

/// 1.2.3.4, 10.0.0.0/8, 10.0.0.0/255.0.0.0, [2001:db8::1], 2001:db8::/32
struct Ip : ExprOf<ExprKind::ip> {
  using ExprOf::ExprOf;
  /// Without brackets and mask.
  std::string_view address;
  bool is_v6 = false;
  /// Prefix length or dotted mask as written; empty for none.
  std::string_view mask;
};

/// A bare proto:host[:port] argument, as in force_send_socket(udp:10.0.0.1:5060) and forward(uri:host, uri:port).
struct Socket : ExprOf<ExprKind::socket> {
  using ExprOf::ExprOf;
  std::string_view text;
  std::string_view proto;
  std::string_view host;
  std::string_view port;
};

/// /pattern/ of a switch case.
struct Regex : ExprOf<ExprKind::regex> {
  using ExprOf::ExprOf;
  std::string_view pattern;
};

std::string_view to_string(ExprKind kind);
std::string_view to_string(UnaryOp op);
/// As one would write it: "==", "&&".
std::string_view to_string(BinaryOp op);
/// As one would write it: "src_ip", "msg:len".
std::string_view to_string(CoreOperand operand);

struct Assign;

/// ($var(x) = 1) where a value stands: assigns, and is 1 whatever was assigned.
struct AssignExpr : ExprOf<ExprKind::assign> {
  using ExprOf::ExprOf;
  /// Never null; its target is a Pv.
  const Assign* assign = nullptr;
};

}  // namespace kukini::lang::ast
