// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The value of a transformation that cannot be applied.
#pragma once

#include "sdk/value.hpp"

namespace kukini::sdk {

/// Null for whoever asks; it ends the chain of transformations, and formats show nothing in place of <null>.
constexpr Value nothing() { return {Value::Type::null, 1, {}}; }
constexpr bool is_nothing(const Value& v) { return v.type == Value::Type::null && v.i != 0; }

}  // namespace kukini::sdk
