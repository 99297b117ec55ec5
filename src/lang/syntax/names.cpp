// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names of the syntax tree's kinds and operators.
#include "lang/syntax/ast.hpp"

namespace kukini::lang::ast {

std::string_view to_string(ExprKind kind) {
  switch (kind) {
    case ExprKind::error: return "error";
    case ExprKind::number: return "number";
    case ExprKind::string: return "string";
    case ExprKind::pv: return "pv";
    case ExprKind::identifier: return "identifier";
    case ExprKind::select: return "select";
    case ExprKind::call: return "call";
    case ExprKind::route_call: return "route_call";
    case ExprKind::unary: return "unary";
    case ExprKind::binary: return "binary";
    case ExprKind::operand: return "operand";
    case ExprKind::ip: return "ip";
    case ExprKind::socket: return "socket";
    case ExprKind::regex: return "regex";
    case ExprKind::assign: return "assign";
  }
  return "?";
}

std::string_view to_string(UnaryOp op) {
  switch (op) {
    case UnaryOp::logical_not: return "!";
    case UnaryOp::negate: return "-";
    case UnaryOp::plus: return "+";
    case UnaryOp::complement: return "~";
    case UnaryOp::defined: return "defined";
    case UnaryOp::strempty: return "strempty";
    case UnaryOp::strlen: return "strlen";
    case UnaryOp::to_int: return "(int)";
    case UnaryOp::to_str: return "(str)";
  }
  return "?";
}

std::string_view to_string(BinaryOp op) {
  switch (op) {
    case BinaryOp::logical_or: return "||";
    case BinaryOp::logical_and: return "&&";
    case BinaryOp::equal: return "==";
    case BinaryOp::not_equal: return "!=";
    case BinaryOp::match: return "=~";
    case BinaryOp::not_match: return "!~";
    case BinaryOp::eq: return "eq";
    case BinaryOp::ne: return "ne";
    case BinaryOp::ieq: return "ieq";
    case BinaryOp::ine: return "ine";
    case BinaryOp::seq: return "seq";
    case BinaryOp::sne: return "sne";
    case BinaryOp::less: return "<";
    case BinaryOp::less_equal: return "<=";
    case BinaryOp::greater: return ">";
    case BinaryOp::greater_equal: return ">=";
    case BinaryOp::add: return "+";
    case BinaryOp::subtract: return "-";
    case BinaryOp::multiply: return "*";
    case BinaryOp::divide: return "/";
    case BinaryOp::modulo: return "mod";
    case BinaryOp::concat: return ".";
    case BinaryOp::bit_and: return "&";
    case BinaryOp::bit_or: return "|";
    case BinaryOp::bit_xor: return "^";
    case BinaryOp::shift_left: return "<<";
    case BinaryOp::shift_right: return ">>";
  }
  return "?";
}

std::string_view to_string(CoreOperand operand) {
  switch (operand) {
    case CoreOperand::method: return "method";
    case CoreOperand::uri: return "uri";
    case CoreOperand::from_uri: return "from_uri";
    case CoreOperand::to_uri: return "to_uri";
    case CoreOperand::src_ip: return "src_ip";
    case CoreOperand::src_port: return "src_port";
    case CoreOperand::dst_ip: return "dst_ip";
    case CoreOperand::dst_port: return "dst_port";
    case CoreOperand::snd_ip: return "snd_ip";
    case CoreOperand::snd_port: return "snd_port";
    case CoreOperand::snd_proto: return "snd_proto";
    case CoreOperand::snd_af: return "snd_af";
    case CoreOperand::to_ip: return "to_ip";
    case CoreOperand::to_port: return "to_port";
    case CoreOperand::to_proto: return "to_proto";
    case CoreOperand::proto: return "proto";
    case CoreOperand::af: return "af";
    case CoreOperand::msg_len: return "msg:len";
    case CoreOperand::max_len: return "max_len";
    case CoreOperand::status: return "status";
    case CoreOperand::retcode: return "retcode";
    case CoreOperand::myself: return "myself";
  }
  return "?";
}

std::string_view to_string(StmtKind kind) {
  switch (kind) {
    case StmtKind::error: return "error";
    case StmtKind::empty: return "empty";
    case StmtKind::block: return "block";
    case StmtKind::if_: return "if";
    case StmtKind::while_: return "while";
    case StmtKind::switch_: return "switch";
    case StmtKind::break_: return "break";
    case StmtKind::return_: return "return";
    case StmtKind::drop: return "drop";
    case StmtKind::exit: return "exit";
    case StmtKind::assign: return "assign";
    case StmtKind::call: return "call";
  }
  return "?";
}

std::string_view to_string(AssignOp op) {
  switch (op) {
    case AssignOp::set: return "=";
    case AssignOp::add: return "+=";
    case AssignOp::subtract: return "-=";
    case AssignOp::multiply: return "*=";
    case AssignOp::divide: return "/=";
    case AssignOp::modulo: return "%=";
    case AssignOp::concat: return ".=";
  }
  return "?";
}

std::string_view to_string(ItemKind kind) {
  switch (kind) {
    case ItemKind::error: return "error";
    case ItemKind::global_param: return "global_param";
    case ItemKind::listen: return "listen";
    case ItemKind::load_module: return "load_module";
    case ItemKind::load_path: return "load_path";
    case ItemKind::mod_param: return "mod_param";
    case ItemKind::cfg_engine: return "cfg_engine";
    case ItemKind::flags: return "flags";
    case ItemKind::route: return "route";
  }
  return "?";
}

std::string_view to_string(RouteKind kind) {
  switch (kind) {
    case RouteKind::request: return "request";
    case RouteKind::reply: return "reply";
    case RouteKind::failure: return "failure";
    case RouteKind::branch: return "branch";
    case RouteKind::onsend: return "onsend";
    case RouteKind::error: return "error";
    case RouteKind::local: return "local";
    case RouteKind::event: return "event";
  }
  return "?";
}

}  // namespace kukini::lang::ast
