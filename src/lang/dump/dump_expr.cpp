// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing expressions and pseudo-variables.
#include "lang/dump/dump.hpp"
#include "lang/dump/quote.hpp"

namespace kukini::lang {
namespace {

void field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ' ';
  out += name;
  out += '=';
  out += quoted(value);
}

std::string dump_select(const ast::Select& s) {
  std::string out = "(select";
  for (const auto& p : s.parts) {
    out += ' ' + std::string(p.name);
    if (p.has_index) out += '[' + std::to_string(p.index) + ']';
    if (p.has_key) out += '[' + quoted(p.key) + ']';
  }
  return out + ")";
}

}  // namespace

std::string dump(const ast::PvNode& pv) {
  std::string out = "(pv " + std::string(pv.name);
  if (pv.has_inner) {
    out += " inner=" + quoted(pv.inner);
    for (const auto& piece : pv.inner_pieces)
      if (piece.pv != nullptr) out += ' ' + dump(*piece.pv);
  }
  switch (pv.index.kind) {
    case ast::PvIndexKind::none: break;
    case ast::PvIndexKind::number: out += " index=" + std::to_string(pv.index.number); break;
    case ast::PvIndexKind::all: out += " index=*"; break;
    case ast::PvIndexKind::pv: out += " index=" + dump(*pv.index.pv); break;
  }
  for (const auto& t : pv.transformations) {
    out += ' ' + std::string(t.class_name) + '.' + std::string(t.name) + '(';
    for (std::size_t i = 0; i < t.arguments.size(); ++i) {
      const auto& a = t.arguments[i];
      if (i != 0) out += ", ";
      out += a.pv != nullptr ? dump(*a.pv) : a.is_number ? std::to_string(a.number) : quoted(a.text);
    }
    out += ')';
  }
  return out + ")";
}

std::string dump(const ast::Expr& e) {
  switch (e.kind) {
    case ast::ExprKind::error: return "(error)";
    case ast::ExprKind::number: return std::to_string(e.as<ast::Number>()->value);
    case ast::ExprKind::string: return quoted(e.as<ast::String>()->value);
    case ast::ExprKind::pv: return dump(*e.as<ast::Pv>()->node);
    case ast::ExprKind::identifier: return std::string(e.as<ast::Identifier>()->name);
    case ast::ExprKind::select: return dump_select(*e.as<ast::Select>());
    case ast::ExprKind::call: {
      const auto& c = *e.as<ast::Call>();
      std::string out = "(call " + std::string(c.name);
      for (const auto* a : c.arguments) out += ' ' + dump(*a);
      return out + (c.has_parentheses ? ")" : " bare)");
    }
    case ast::ExprKind::route_call: {
      const auto& r = *e.as<ast::RouteCall>();
      std::string out = "(route";
      field(out, "name", r.name);
      if (r.target != nullptr) out += ' ' + dump(*r.target);
      return out + ")";
    }
    case ast::ExprKind::unary: {
      const auto& u = *e.as<ast::Unary>();
      return "(" + std::string(to_string(u.op)) + " " + dump(*u.operand) + ")";
    }
    case ast::ExprKind::binary: {
      const auto& b = *e.as<ast::Binary>();
      return "(" + std::string(to_string(b.op)) + " " + dump(*b.left) + " " + dump(*b.right) + ")";
    }
    case ast::ExprKind::operand: return "(operand " + std::string(to_string(e.as<ast::Operand>()->operand)) + ")";
    case ast::ExprKind::ip: {
      const auto& ip = *e.as<ast::Ip>();
      std::string out = ip.is_v6 ? "(ip6 " : "(ip4 ";
      out += ip.address;
      if (!ip.mask.empty()) (out += '/') += ip.mask;
      return out + ")";
    }
    case ast::ExprKind::socket: {
      const auto& s = *e.as<ast::Socket>();
      std::string out = "(socket";
      field(out, "proto", s.proto);
      field(out, "host", s.host);
      field(out, "port", s.port);
      return out + ")";
    }
    case ast::ExprKind::assign: {
      const auto& a = *e.as<ast::AssignExpr>()->assign;
      return "(= " + dump(*a.target) + " " + dump(*a.value) + ")";
    }
    case ast::ExprKind::regex: return "(regex " + quoted(e.as<ast::Regex>()->pattern) + ")";
  }
  return "?";
}

}  // namespace kukini::lang
