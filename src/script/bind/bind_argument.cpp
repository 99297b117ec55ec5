// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding one argument of a function call, by the kind its declaration names.
#include "base/text.hpp"
#include "script/bind/binder.hpp"

namespace kukini::script {

namespace ast = lang::ast;
using Kind = ArgumentNode::Kind;

void Binder::constant_text(std::string_view s, ArgumentNode& out) { out.base.value = Value::string(program_->keep(s)); }

bool Binder::text_argument(const ast::Expr& e, ArgumentNode& out, bool regex) {
  if (const auto* s = e.as<ast::String>(); s != nullptr && lang::has_pv(s->value)) {
    auto format = pvs_.format(s->value);
    report(0, s);
    if (format == nullptr) return false;
    if (format->constant()) {
      sdk::Context none;
      constant_text(regex ? s->value : format->eval(none), out);
      return true;
    }
    out.kind = Kind::text;
    out.format = std::move(format);
    return true;
  }
  if (const auto* socket = e.as<ast::Socket>(); socket != nullptr && socket->proto == "uri") {
    constant_text("", out);
    return true;
  }
  if (auto bare = bare_text(e)) {
    constant_text(*bare, out);
    return true;
  }
  out.kind = Kind::text;
  out.expression = expr(&e);
  return true;
}

bool Binder::integer_argument(const ast::Expr& e, bool flag, ArgumentNode& out) {
  if (const auto* n = e.as<ast::Number>()) {
    out.base.value = Value::integer(n->value);
    return true;
  }
  if (const auto* socket = e.as<ast::Socket>(); socket != nullptr && socket->proto == "uri") {
    out.base.value = Value::integer(0);
    return true;
  }
  if (const auto* s = e.as<ast::String>(); s != nullptr && lang::has_pv(s->value)) {
    out.kind = Kind::integer;
    out.format = pvs_.format(s->value);
    report(0, s);
    return out.format != nullptr;
  }
  if (auto bare = bare_text(e); bare && e.kind != ast::ExprKind::operand) {
    std::int64_t n = 0;
    auto word = base::trim(*bare);
    if (auto it = names_.flags.find(word); it != names_.flags.end())
      n = it->second;
    else if (base::iequals(word, "yes") || base::iequals(word, "on"))
      n = 1;
    else if (!base::iequals(word, "no") && !base::iequals(word, "off") && !parse_integer(word, n)) {
      error("script-bad-argument", e.span, "'" + std::string(word) + "' is not a " + (flag ? "flag" : "number"));
      return false;
    }
    out.base.value = Value::integer(n);
    return true;
  }
  out.kind = Kind::integer;
  out.expression = expr(&e);
  return true;
}

bool Binder::format_argument(const ast::Expr& e, ArgumentNode& out) {
  if (const auto* s = e.as<ast::String>()) {
    out.format = pvs_.format(s->value);
    report(0, s);
  } else if (auto bare = bare_text(e)) {
    std::vector<FormatNode> pieces;
    pieces.push_back({std::string(*bare), nullptr});
    out.format = make_format(std::string(*bare), std::move(pieces));
  } else {
    out.format = make_expression_format(std::string(script_.text(e.span)), expr(&e));
  }
  out.base.format = out.format.get();
  return out.format != nullptr;
}

bool Binder::pv_argument(const ast::Expr& e, ArgumentNode& out) {
  if (const auto* p = e.as<ast::Pv>()) {
    out.pv = pv(*p);
  } else if (const auto* s = e.as<ast::String>()) {
    out.pv = pvs_.pv(base::trim(s->value));
    report(0, s);
  } else {
    error("script-bad-argument", e.span, "a pseudo-variable is needed here");
  }
  if (out.pv == nullptr) failed_ = true;
  out.base.pv = out.pv.get();
  return out.pv != nullptr;
}

bool Binder::route_argument(const ast::Expr& e, manifest::ArgKind kind, ArgumentNode& out) {
  struct Info {
    manifest::RouteKind route;
    std::string_view block;
  };
  auto info = [&]() -> Info {
    switch (kind) {
      case manifest::ArgKind::failure_route: return {manifest::kFailure, "failure_route"};
      case manifest::ArgKind::onreply_route: return {manifest::kOnreply, "onreply_route"};
      case manifest::ArgKind::branch_route: return {manifest::kBranch, "branch_route"};
      case manifest::ArgKind::branch_failure_route: return {manifest::kBranchFailure, "event_route[tm:branch-failure:…]"};
      default: return {manifest::kRequest, "route"};
    }
  }();
  out.route_kind = info.route;
  if (!text_argument(e, out)) return false;
  if (out.kind == Kind::text) {
    out.kind = Kind::route;
    return true;
  }
  auto name = out.base.value.s;
  // The block of event_route[tm:branch-failure:X] is known under X after its definition only: its full name is declared first.
  int index = program_->table(info.route).find(name);
  if (index < 0 && info.route == manifest::kBranchFailure) {
    auto full = "tm:branch-failure:" + std::string(name);
    if (program_->table(manifest::kEvent).find(full) >= 0) index = program_->table(manifest::kBranchFailure).declare(name);
  }
  out.base.route = index;
  if (index >= 0 || name.empty() || name == "0") return true;
  error("script-unknown-route", e.span, "there is no " + std::string(info.block) + "[" + std::string(name) + "]");
  return false;
}

bool Binder::argument(const sdk::BoundFunction& function, std::size_t index, const ast::Expr& e, ArgumentNode& out) {
  using manifest::ArgKind;
  const auto& declared = function.decl->args;
  auto kind = declared.empty() ? ArgKind::any : declared[std::min(index, declared.size() - 1)].kind;
  bool ok = true;
  switch (kind) {
    case ArgKind::integer: ok = integer_argument(e, false, out); break;
    case ArgKind::flag: ok = integer_argument(e, true, out); break;
    case ArgKind::string: ok = text_argument(e, out); break;
    case ArgKind::format: ok = format_argument(e, out); break;
    case ArgKind::literal:
      if (auto bare = bare_text(e))
        constant_text(*bare, out);
      else
        constant_text(script_.text(e.span), out);
      break;
    case ArgKind::pv: ok = pv_argument(e, out); break;
    case ArgKind::regex: {
      ok = text_argument(e, out, true);
      if (!ok || out.kind == Kind::text) {
        out.kind = Kind::regex;
        break;
      }
      auto compiled = compile_regex(out.base.value.s, RegexUse::capture);
      if (!compiled) {
        error("script-bad-regex", e.span, compiled.error());
        return false;
      }
      out.compiled = std::move(*compiled);
      out.base.regex = out.compiled.get();
      break;
    }
    case ArgKind::any:
      if (const auto* n = e.as<ast::Number>()) {
        out.base.value = Value::integer(n->value);
      } else if (bare_text(e) && e.kind != ast::ExprKind::operand) {
        ok = text_argument(e, out);
      } else {
        out.kind = Kind::value;
        out.expression = expr(&e);
      }
      break;
    default: ok = route_argument(e, kind, out);
  }
  if (!ok || function.prepare == nullptr || out.kind != Kind::constant || kind == ArgKind::pv) return ok;
  std::string_view text = out.base.value.s;
  if (kind == ArgKind::format) text = program_->keep(out.format->text());
  if (out.base.value.type == Value::Type::integer) text = program_->keep(std::to_string(out.base.value.i));
  auto prepared = function.prepare(function.self, index, text);
  if (!prepared) {
    error("script-bad-argument", e.span, prepared.error());
    return false;
  }
  out.base.prepared = *prepared;
  return true;
}

}  // namespace kukini::script
