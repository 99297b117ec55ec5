// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The syntax tree of a script: everything that names its parts. Immutable, in one arena, every node with its byte range.
//
// Three families, each a tagged struct hierarchy: Expr (ast_expr.hpp, ast_pv.hpp), Stmt (ast_stmt.hpp), Item (ast_item.hpp, what
// stands at the top level). Walk them with `switch (node->kind)` and node->as<T>(). Text views point into the Script, which owns
// everything. Nodes of kind `error` stand where something could not be parsed: an error was reported there, later passes skip
// them silently.
#pragma once

#include "lang/syntax/ast_expr.hpp"
#include "lang/syntax/ast_item.hpp"
#include "lang/syntax/ast_pv.hpp"
#include "lang/syntax/ast_stmt.hpp"
