// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The script variables, $var(name), that an expression reads or a call may set.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.hpp"
#include "lint/flow/analysis.hpp"

namespace kukini::lint::flow {

struct VarRead {
  std::string_view name;
  lang::Span span;
};

/// The inner name of $var(name); empty for other variables and computed names.
std::string_view var_name(const ast::PvNode& node);

class VarReads {
 public:
  /// What a variable or string reads; nothing for other kinds.
  const std::vector<VarRead>& of(const ast::Expr& e);

 private:
  base::Arena arena_{4096};
  std::unordered_map<const ast::Expr*, std::vector<VarRead>> cache_;
};

/// The argument is one $var(name) as a whole, by which a function may give something back: its name; else empty.
std::string_view output_var(const Analysis& flow, const ast::Call& call, std::size_t index);

}  // namespace kukini::lint::flow
