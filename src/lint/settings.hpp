// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// .kukini-lint.toml: what a project wants of the linter.
#pragma once

#include <string>

#include "base/result.hpp"
#include "lint/linter.hpp"

namespace kukini::lint {

inline constexpr const char* kSettingsFile = ".kukini-lint.toml";

/// The settings file of the folder that `path` is in, or of the nearest folder above; empty where there is none.
std::string find_settings(const std::string& path);

/// Adds what stands in the settings file to `options`. Keys: target, select, ignore, define (lists of text), and the tables
/// [severity] (code = "error" | "warning" | "note") and [per-file-ignores] (glob = list of codes). Errors name file, line and
/// what is wrong; an unknown key or code is one. `options` is untouched then.
base::Result<> read_settings(const std::string& file, Options& options);

/// The same for a text.
base::Result<> parse_settings(const std::string& file, const std::string& text, Options& options);

}  // namespace kukini::lint
