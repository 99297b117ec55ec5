// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of a name, as Markdown: from the tables of our modules, else from the facts of the Kamailio releases.
#pragma once

#include <string>
#include <string_view>

#include "catalog/catalog.hpp"

namespace kukini::lsp {

/// Empty: nothing is known of it.
std::string describe_function(const catalog::Catalog& catalog, std::string_view name);
std::string describe_variable(const catalog::Catalog& catalog, std::string_view name);
std::string describe_transformation(const catalog::Catalog& catalog, std::string_view class_name, std::string_view name);
std::string describe_modparam(const catalog::Catalog& catalog, std::string_view module, std::string_view name);
std::string describe_module(const catalog::Catalog& catalog, std::string_view name);
std::string describe_global(const catalog::Catalog& catalog, std::string_view name);
/// "ds_select_dst(set, algorithm, [limit])"
std::string signature(const manifest::Function& function);

}  // namespace kukini::lsp
