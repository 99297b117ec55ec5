// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a module offers, printed from its table: for -h MODULE and for the manual.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "manifest/manifest.hpp"

namespace kukini::app {

/// All of them as a Markdown table: what README shows.
std::string module_list(std::span<const manifest::Manifest* const> modules);
/// What each global parameter does here, a table.
std::string params_help();
std::string module_help(const manifest::Manifest& module);
/// roff source of kukini-<module>(7).
std::string module_man_page(const manifest::Manifest& module, std::string_view date);
/// "ds_select_dst(set, algorithm [, limit])".
std::string usage(const manifest::Function& function);
/// "REQUEST_ROUTE | FAILURE_ROUTE", "any route".
std::string route_names(manifest::RouteMask routes);

}  // namespace kukini::app
