// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a tool changed, in the form that patch(1) takes.
#pragma once

#include <string>
#include <string_view>

namespace kukini::diag {

/// The differences of two texts as a unified diff with three lines of context, "--- name" and "+++ name" above it; empty when
/// the texts are equal. A last line without an end is marked as patch expects it; a carriage return belongs to its line.
/// Shortest while the texts differ in up to some hundred places at a stretch; beyond that it stays correct and fast (about linear
/// in the number of lines), but may show more lines as changed than needed.
std::string unified_diff(std::string_view old_text, std::string_view new_text, std::string_view name);

}  // namespace kukini::diag
