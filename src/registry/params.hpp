// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Judging the value of a module parameter against its row in the table.
#pragma once

#include "base/result.hpp"
#include "manifest/manifest.hpp"
#include "sdk/module.hpp"

namespace kukini::registry {

/// The value as the module takes it: "30" becomes 30 where a number belongs, 30 becomes "30" where text does. The error says what
/// belongs there.
base::Result<sdk::ParamValue> fit_param(const manifest::Param& row, const sdk::ParamValue& value);

}  // namespace kukini::registry
