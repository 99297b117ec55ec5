// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// The statements as they were read, without blanks and the outer braces.
std::string body(const Context& context, const ast::Stmt* s) {
  std::string out;
  bool quoted = false;
  for (char c : context.script().text(s->span)) {
    if (c == '"') quoted = !quoted;
    if (quoted || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) out += c;
  }
  return out.starts_with('{') && out.ends_with('}') ? out.substr(1, out.size() - 2) : out;
}

void check(Context& context) {
  each_statement(context, [&](const ast::Stmt& s, const ast::Route&) {
    const auto* choice = s.as<ast::If>();
    if (choice == nullptr || choice->otherwise == nullptr || choice->then == nullptr || choice->otherwise->kind == ast::StmtKind::if_) return;
    auto then = body(context, choice->then);
    if (then.empty() || then == ";" || then != body(context, choice->otherwise)) return;
    context.report(choice->condition->span, "both branches do the same").with_hint("was one of them copied and not changed?").with_note(
        context.locate(choice->otherwise->span), "the other branch");
  });
}

}  // namespace

extern const Rule kRule_same_branches;
const Rule kRule_same_branches = {"same-branches", Group::flow, diag::Severity::warning, "if and else do the same", check};

}  // namespace kukini::lint
