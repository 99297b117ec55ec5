// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What could be typed at a place: routes, functions, parameters, variables, transformations, modules, keywords.
#pragma once

#include "lsp/workspace.hpp"

namespace kukini::lsp {

/// CompletionItems for the place in the file.
json::array complete(const Unit& unit, const LineText& text, std::uint32_t offset);

}  // namespace kukini::lsp
