// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What modules need of one another, as Kamailio 5.6.3 says when it starts (tried module by module) and the manuals do.
#pragma once

#include <span>
#include <string_view>

namespace kukini::lint {

/// Kamailio does not start with `module` without `needs`.
struct ModuleNeed {
  std::string_view module;
  /// A module, or "db" for any database driver.
  std::string_view needs;
  /// Only with this parameter set to a number above 0, or to a text; "!name": only where the parameter is not set; empty: always.
  std::string_view param = {};
};
std::span<const ModuleNeed> module_needs();

/// Kamailio does not start when `module` is loaded above `first`.
struct ModuleOrder {
  std::string_view module;
  std::string_view first;
};
std::span<const ModuleOrder> module_orders();

/// The module does something though the script uses nothing of it.
bool works_alone(std::string_view module);
/// `user` may use `module` behind the script's back.
bool uses_module(std::string_view user, std::string_view module);
/// A database driver, by its name today or in old releases.
bool is_database(std::string_view module);

}  // namespace kukini::lint
