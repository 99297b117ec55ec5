// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Typed reading of arguments, with the fault texts that Kamailio's ctl gives (positions count from 0).
#pragma once

#include <string>

#include "sdk/rpc.hpp"

namespace kukini::rpc {

/// Sets a fault (400) and returns false when argument `i` is missing or of another type.
bool want_int(sdk::RpcCall& call, std::size_t i, std::int64_t& out);
bool want_string(sdk::RpcCall& call, std::size_t i, std::string& out);

}  // namespace kukini::rpc
