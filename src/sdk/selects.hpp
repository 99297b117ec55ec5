// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects that a module answers (@tm.uas.status): looked up by their first name when a script is bound.
#pragma once

#include <map>
#include <string>

#include "sdk/bindings.hpp"

namespace kukini::sdk {

/// By first name, "tm". The rest of the path as written is the inner name, "uac[0].status"; prepare refuses what there is not. Filled
/// by modules in init(), read while scripts are bound.
std::map<std::string, BoundVariable, std::less<>>& module_selects();

}  // namespace kukini::sdk
