// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: the code behind the functions of the core's table.
#pragma once

#include <span>
#include <string_view>

#include "sdk/bindings.hpp"

namespace kukini::script {

struct CoreFunction {
  std::string_view name;
  sdk::FunctionCall call;
};

std::span<const CoreFunction> flag_functions();
std::span<const CoreFunction> uri_functions();
std::span<const CoreFunction> destination_functions();
std::span<const CoreFunction> misc_functions();

/// The core function of that name; null where there is none.
const sdk::BoundFunction* find_core_function(std::string_view name);

}  // namespace kukini::script
