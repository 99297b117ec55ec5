// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of modules' selects.
#include "sdk/selects.hpp"

namespace kukini::sdk {

std::map<std::string, BoundVariable, std::less<>>& module_selects() {
  static std::map<std::string, BoundVariable, std::less<>> all;
  return all;
}

}  // namespace kukini::sdk
