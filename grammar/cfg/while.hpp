// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// while condition statement
#pragma once

#include "cfg/if.hpp"

namespace kukini::grammar::cfg {

struct while_statement : p::seq<keyword<'w', 'h', 'i', 'l', 'e'>, _, p::must<condition>, _, p::must<body>> {};

}  // namespace kukini::grammar::cfg
