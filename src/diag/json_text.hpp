// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Text as JSON writes it.
#pragma once

#include <string>
#include <string_view>

namespace kukini::diag::json {

/// Appends `s` in quotes; what is no UTF-8 becomes U+FFFD.
void quote(std::string& out, std::string_view s);

}  // namespace kukini::diag::json
