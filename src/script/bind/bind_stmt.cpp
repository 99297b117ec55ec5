// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding statements.
#include "script/bind/binder.hpp"

namespace kukini::script {

namespace ast = lang::ast;

namespace {
/// A statement that is nothing, for what was reported already.
StmtPtr no_statement() { return std::make_unique<Block>(std::vector<StmtPtr>{}); }
}  // namespace

std::unique_ptr<Block> Binder::block(ast::StmtList list) {
  std::vector<StmtPtr> out;
  for (const auto* s : list) {
    if (s == nullptr || s->kind == ast::StmtKind::empty) continue;
    if (auto bound = stmt(s)) out.push_back(std::move(bound));
  }
  return std::make_unique<Block>(std::move(out));
}

/// What $cfg() says from here on; that of the statement around comes back with the next one.
void Binder::stand_at(const ast::Stmt& s) {
  // A call counts as Kamailio's does: by the line it ends on.
  auto at = s.kind == ast::StmtKind::call && s.span.end > s.span.begin ? lang::Span{s.span.end - 1, s.span.end} : s.span;
  auto location = script_.locate(at);
  if (pvs_.place.file != location.file) pvs_.place.file = program_->keep(location.file);
  pvs_.place.line = location.line;
}

StmtPtr Binder::stmt(const ast::Stmt* s) {
  if (s == nullptr) return nullptr;
  if (s->kind != ast::StmtKind::block) stand_at(*s);
  switch (s->kind) {
    case ast::StmtKind::error: failed_ = true; return no_statement();
    case ast::StmtKind::empty: return no_statement();
    case ast::StmtKind::block: return block(s->as<ast::Block>()->statements);
    case ast::StmtKind::if_: {
      const auto& i = *s->as<ast::If>();
      auto condition = expr(i.condition);
      auto then = stmt(i.then);
      return make_if(std::move(condition), std::move(then), stmt(i.otherwise));
    }
    case ast::StmtKind::while_: {
      const auto& w = *s->as<ast::While>();
      auto condition = expr(w.condition);
      return make_while(std::move(condition), stmt(w.body), options_.max_while_loops, place(w.span));
    }
    case ast::StmtKind::switch_: return switch_stmt(*s->as<ast::Switch>());
    case ast::StmtKind::break_: return make_break();
    case ast::StmtKind::return_: {
      const auto* value = s->as<ast::Return>()->value;
      return make_return(value != nullptr ? expr(value) : nullptr);
    }
    case ast::StmtKind::drop: return make_drop();
    case ast::StmtKind::exit: return make_exit();
    case ast::StmtKind::assign: return assign(*s->as<ast::Assign>());
    case ast::StmtKind::call: {
      const auto* e = s->as<ast::CallStmt>()->call;
      if (e != nullptr && e->kind != ast::ExprKind::call && e->kind != ast::ExprKind::route_call && e->kind != ast::ExprKind::error)
        error("script-not-a-statement", e->span, "this does nothing: a function call or an assignment is expected");
      return make_call(expr(e));
    }
  }
  return no_statement();
}

StmtPtr Binder::assign(const ast::Assign& s) {
  auto value = expr(s.value);
  const auto* target = s.target != nullptr ? s.target->as<ast::Pv>() : nullptr;
  if (target == nullptr) {
    if (s.target == nullptr || s.target->kind == ast::ExprKind::error)
      failed_ = true;
    else
      error("script-bad-assignment", s.target->span, "only a pseudo-variable can be assigned to");
    return no_statement();
  }
  auto bound = pv(*target);
  if (bound == nullptr) return no_statement();
  if (!bound->settable()) {
    error("script-read-only", target->span, std::string(target->text) + " cannot be assigned to");
    return no_statement();
  }
  return make_assign(s.op, std::move(bound), std::move(value), place(s.span));
}

StmtPtr Binder::switch_stmt(const ast::Switch& s) {
  auto subject = expr(s.subject);
  std::vector<BoundCase> cases;
  std::vector<StmtPtr> statements;
  for (const auto& k : s.cases) {
    BoundCase bound;
    bound.first = statements.size();
    if (k.kind == ast::CaseKind::regex) {
      const auto* regex = k.value != nullptr ? k.value->as<ast::Regex>() : nullptr;
      auto pattern = regex != nullptr ? regex->pattern : k.value != nullptr ? bare_text(*k.value).value_or("") : std::string_view{};
      auto compiled = compile_regex(pattern, RegexUse::exact);
      if (compiled) {
        bound.kind = BoundCase::Kind::regex;
        bound.regex = std::move(*compiled);
      } else {
        error("script-bad-regex", k.span, compiled.error());
      }
    } else if (k.kind == ast::CaseKind::value && k.value != nullptr) {
      const auto* number = k.value->as<ast::Number>();
      const auto* unary = k.value->as<ast::Unary>();
      if (number == nullptr && unary != nullptr && unary->op == ast::UnaryOp::negate && unary->operand != nullptr &&
          unary->operand->as<ast::Number>() != nullptr) {
        bound.kind = BoundCase::Kind::number;
        bound.number = -unary->operand->as<ast::Number>()->value;
      } else if (number != nullptr) {
        bound.kind = BoundCase::Kind::number;
        bound.number = number->value;
        bound.text = program_->keep(number->text);
      } else if (auto word = bare_text(*k.value)) {
        bound.kind = BoundCase::Kind::text;
        bound.text = program_->keep(*word);
        if (auto flag = names_.flags.find(*word); flag != names_.flags.end() && k.value->kind == ast::ExprKind::identifier) {
          bound.kind = BoundCase::Kind::number;
          bound.number = flag->second;
        }
      } else if (k.value->kind == ast::ExprKind::error) {
        failed_ = true;
      } else {
        error("script-case-not-constant", k.value->span, "a case needs a number, a string or a /regular expression/");
      }
    }
    cases.push_back(std::move(bound));
    for (const auto* inner : k.statements) {
      if (inner == nullptr || inner->kind == ast::StmtKind::empty) continue;
      if (auto made = stmt(inner)) statements.push_back(std::move(made));
    }
  }
  return make_switch(std::move(subject), std::move(cases), std::move(statements));
}

}  // namespace kukini::script
