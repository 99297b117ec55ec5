// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The words and directives that matter to the formatter.
#pragma once

#include <string_view>

#include "format/token.hpp"

namespace kukini::format {

/// In lower or upper case, as the language takes keywords.
Word word_class(std::string_view word);

/// Of the name behind #! or !!; none: the line is a comment.
Directive directive_class(std::string_view word);

/// Blanks at the end of the directive's line belong to its value.
bool keeps_trailing_blanks(std::string_view word);

}  // namespace kukini::format
