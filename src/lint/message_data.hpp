// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Message data: what a sender of a message chooses freely, and where it ends up in a text.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {

/// A pseudo-variable in a text that holds what the sender wrote.
struct MessageData {
  std::string shown;  ///< "$fU"
  lang::Span at;
};

class MessageDataFinder {
 public:
  explicit MessageDataFinder(const Context& context) : context_(context) {}
  /// Message data in an argument: in a string, as the argument itself, in a concatenation. What a transformation makes harmless, and
  /// what is compared with a regular expression in the same block, is left out.
  std::vector<MessageData> in(const ast::Expr& argument, const ast::Route& route);

 private:
  /// What a block looks over before it uses it.
  struct Checks {
    std::vector<const ast::PvNode*> matched;
    std::vector<std::string_view> asked;
  };
  bool checked(const ast::PvNode& node, const ast::Route& route);

  const Context& context_;
  std::unordered_map<const ast::Route*, Checks> checks_;
};

}  // namespace kukini::lint
