// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Conditions whose two sides tell something about the request: its method, its To tag, the last return code.
#pragma once

#include "lint/flow/client.hpp"

namespace kukini::lint::flow {

/// Narrows both (copies of the state before) to the sides of a comparison or variable. False: it says nothing.
bool refine(const ast::Expr& condition, State& yes, State& no);
/// Likewise after a call of is_method(), has_totag() and their like.
void refine_call(const ast::Call& call, State& yes, State& no);
/// Of switch (subject) { case value: }: the states that take the case, and that go on to the next one.
bool refine_case(const ast::Expr& subject, const ast::Case& one, State& taken, State& rest);

}  // namespace kukini::lint::flow
