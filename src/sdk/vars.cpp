// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where the interpreter leaves its access to $var.
#include "sdk/vars.hpp"

namespace kukini::sdk {

VarAccess& var_access() {
  static VarAccess access;
  return access;
}

}  // namespace kukini::sdk
