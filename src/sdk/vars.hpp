// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $var by name, for functions that are given the name while a message is served.
#pragma once

#include <string_view>

#include "sdk/value.hpp"

namespace kukini::sdk {

struct Context;

/// What the interpreter offers; all null where there is none (tests of a module alone).
struct VarAccess {
  /// False where no script mentions the variable.
  bool (*get)(Context&, std::string_view name, Value& out) = nullptr;
  bool (*set)(Context&, std::string_view name, const Value& value) = nullptr;
  /// Calls `each` for all $var that scripts mention.
  void (*list)(Context&, void* self, void (*each)(void* self, std::string_view name, const Value& value)) = nullptr;
};
VarAccess& var_access();

}  // namespace kukini::sdk
