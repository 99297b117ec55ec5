// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Escapes in double-quoted strings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/ast_expr.hpp"

namespace kukini::lang {

/// Appends the text that stands between double quotes. Known escapes: \n \r \t \a \v \" \\ \xHH \ooo and a line end; any other
/// backslash stays, as regular expressions need it. True when there was no escape at all.
/// `marks` gets one for each escape, counted from the first byte appended.
bool unescape(std::string_view body, std::string& out, std::vector<ast::EscapeMark>* marks = nullptr);

/// The literal, with its quotes, that unescape() turns into `text`.
std::string double_quoted(std::string_view text);

}  // namespace kukini::lang
