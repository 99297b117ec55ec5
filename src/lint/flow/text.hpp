// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Comparing parts of a script by what they say, blanks and comments aside.
#pragma once

#include <string>
#include <string_view>

namespace kukini::lint::flow {

/// The text without comments, and without blanks outside of quotes but between two words.
std::string normalized(std::string_view text);
/// A comment stands in the text.
bool has_comment(std::string_view text);

}  // namespace kukini::lint::flow
