// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// --list-rules and --explain.
#pragma once

#include <string>
#include <vector>

namespace kukini::lint_tool {

int list_rules(bool json);
int explain(const std::vector<std::string>& codes);

}  // namespace kukini::lint_tool
