// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Applying fixes to the texts of files.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>

#include "base/result.hpp"
#include "diag/diagnostic.hpp"

namespace kukini::lint {

struct FixResult {
  /// New texts of the files that change.
  std::map<std::string, std::string> files;
  std::size_t applied = 0;
  /// Not applied because they would change bytes that another fix changes; the next round may do them.
  std::size_t postponed = 0;
};

/// Applies the first fix of each diagnostic: safe ones, and with `unsafe` the others too. A fix is applied whole or not at all.
/// `read` gives the present text of a file; fixes in a file that it cannot read are left out.
FixResult apply_fixes(std::span<const diag::Diagnostic> all, bool unsafe,
                      const std::function<base::Result<std::string>(const std::string&)>& read);

}  // namespace kukini::lint
