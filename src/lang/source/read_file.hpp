// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading a configuration file from the file system, with a bound and a readable reason when it cannot be.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace kukini::lang {

/// What Result::error() says when there is no such file: import_file passes over exactly this.
inline constexpr const char* kNoSuchFile = "no such file";

/// The bytes of `path`, "-" for standard input. Errors: no such file, a directory, not readable, larger than `limit` bytes.
base::Result<std::string> read_file(const std::string& path, std::uint32_t limit);

}  // namespace kukini::lang
