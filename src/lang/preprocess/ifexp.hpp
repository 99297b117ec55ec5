// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The expressions of #!ifexp and #!defexp: numbers, strings, defines, arithmetic, comparisons.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace kukini::lang {

/// A number or a text; true is not 0 and not empty.
using IfExpValue = std::variant<double, std::string>;

/// What a name stands for: nothing when it is not defined, an empty text when it is defined without a value.
using IfExpLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Operators, loosest first: || or, && and, == !=, < <= > >=, + -, * / %, ! not -. A name that is not defined is 0, one defined
/// without a value is 1; defined(NAME) asks for that alone; $env(NAME) is a variable of the environment.
base::Result<IfExpValue> evaluate_ifexp(std::string_view text, const IfExpLookup& defines, const IfExpLookup& environment);

bool is_true(const IfExpValue& value);
/// A number that is whole is written without a point.
std::string to_text(const IfExpValue& value);

}  // namespace kukini::lang
