// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: the kinds of statement, as made by the binder.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "lang/syntax/ast_stmt.hpp"
#include "script/node.hpp"
#include "script/regex.hpp"

namespace kukini::script {

using lang::ast::AssignOp;

/// `then` and `otherwise` may be null.
StmtPtr make_if(ExprPtr condition, StmtPtr then, StmtPtr otherwise);
StmtPtr make_while(ExprPtr condition, StmtPtr body, std::int64_t max_loops, Place place);
StmtPtr make_break();
/// `value` may be null: 1.
StmtPtr make_return(ExprPtr value);
StmtPtr make_exit();
StmtPtr make_drop();
StmtPtr make_assign(AssignOp op, std::unique_ptr<sdk::Pv> target, ExprPtr value, Place place);
/// ($pv = value) as a value: runs the assignment and is 1.
ExprPtr make_assigning(StmtPtr assignment);
/// A call for its effect: `call`'s value becomes the result.
StmtPtr make_call(ExprPtr call);

/// One case of a switch. Without any of text, number and regex: default.
struct BoundCase {
  enum class Kind : std::uint8_t { text, number, regex, otherwise } kind = Kind::otherwise;
  std::string_view text;
  std::int64_t number = 0;
  std::unique_ptr<re2::RE2> regex;
  std::size_t first = 0;  ///< index of its first statement in the list of all
};
StmtPtr make_switch(ExprPtr subject, std::vector<BoundCase> cases, std::vector<StmtPtr> statements);

}  // namespace kukini::script
