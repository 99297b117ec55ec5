// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The name of a module from what loadmodule says.
#include "sema/check.hpp"

namespace kukini::sema {

std::string_view module_name(std::string_view path) {
  if (auto slash = path.rfind('/'); slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".so")) path.remove_suffix(3);
  return path;
}

}  // namespace kukini::sema
