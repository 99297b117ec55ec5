// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The pages of the codes (rules/*.md), compiled into the program.
#pragma once

#include <string_view>

namespace kukini::lint {

/// The page of a code; empty where there is none.
std::string_view page(std::string_view code);

}  // namespace kukini::lint
