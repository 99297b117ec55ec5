// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names of log levels, syslog facilities and terminal colours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/log.hpp"

namespace kukini::modules::xlog {

/// "L_ERR", "L_INFO" …, or a number from -5 to 3.
std::optional<sdk::Level> level_of(std::string_view text);
/// "LOG_LOCAL0" … as the number syslog(3) takes.
std::optional<int> facility_of(std::string_view text);
/// Escape sequence of the two characters of $C(xy); nothing when they name no colour.
std::optional<std::string> colour_of(std::string_view text);

}  // namespace kukini::modules::xlog
