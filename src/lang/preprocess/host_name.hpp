// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What $HN(n), $HN(f), $HN(d) and $HN(i) of module ipops stand for: they may be in a substitution, which is made at load.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kukini::lang {

/// `key`: n (name of the machine), f (with its domain), d (the domain), i (its address). Nothing for other keys and where the system
/// does not know. f, d and i ask the system's resolver.
std::optional<std::string> host_name(std::string_view key);

}  // namespace kukini::lang
