// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Putting a new text in the place of a file.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kukini::tools {

/// Replaces the text of the regular file at `path` so that others see either the old or the new one; symbolic links are followed,
/// mode and owner kept. Where that is not possible (other names of the same file, a folder that must not be written to, an owner
/// that cannot be given) the file is written to as it lies. Error: nothing was changed unless the message says so.
base::Result<> rewrite(const std::string& path, std::string_view text);

}  // namespace kukini::tools
