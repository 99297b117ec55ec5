// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Message data: what a sender of a message chooses freely, and where it ends up in a text.
#pragma once

#include <string>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {

/// A pseudo-variable in a text that holds what the sender wrote.
struct MessageData {
  std::string shown;  ///< "$fU"
  lang::Span at;
};

/// Message data in an argument: in a string, as the argument itself, in a concatenation. What a transformation makes harmless, and
/// what is compared with a regular expression in the same block, is left out.
std::vector<MessageData> message_data(const Context& context, const ast::Expr& argument, const ast::Route& route);

}  // namespace kukini::lint
