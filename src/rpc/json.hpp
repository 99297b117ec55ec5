// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// JSON: a tree of control values as JSON text.
#pragma once

#include <string>

#include "sdk/rpc.hpp"

namespace kukini::rpc {

/// Structures become objects. A name that stands more than once in a structure (SET, DEST …) keeps every occurrence, as Kamailio's jsonrpcs
/// prints it. Text is escaped; bytes that are not UTF-8 are replaced by U+FFFD.
std::string to_json(const sdk::RpcValue& value);
/// One value stands alone, several become an array, none an empty object.
std::string to_json(const std::vector<sdk::RpcValue>& replies);
std::string json_quote(std::string_view text);

}  // namespace kukini::rpc
