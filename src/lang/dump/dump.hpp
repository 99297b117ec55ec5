// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing the syntax tree as text, for golden tests and for people who ask what the parser made of a line.
#pragma once

#include <string>

#include "lang/front_end.hpp"

namespace kukini::lang {

/// One line per item and statement, indented by nesting; expressions in prefix form: (== $rm "INVITE").
std::string dump(const Script& script);
std::string dump(const ast::Expr& expr);
std::string dump(const ast::Stmt& stmt);

/// The parts of a pseudo-variable: $(hdr(X)[0]{s.len}) is (pv hdr inner="X" index=0 s.len()).
std::string dump(const ast::PvNode& pv);

/// The expanded text, with the lines it has.
std::string dump_expanded(const Script& script);

}  // namespace kukini::lang
