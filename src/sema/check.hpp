// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The semantic check: names, arities, types, route kinds of a parsed script against the catalog; all mistakes in one run.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"

namespace kukini::sema {

struct Options {
  /// Take modules that Kamailio has and Kukini has not as if they were there (linting for Kamailio, tests).
  bool assume_modules = false;
  /// Modules loaded from the command line (--loadmodule), names or paths.
  std::vector<std::string> loaded;
  /// Warn about retired names and misleading values.
  bool warnings = true;
};

/// Adds every error and warning to `emitter`; with no error there, script::build() finds every name. What stands in blocks that no
/// message can reach is checked as well, but names that only Kukini lacks are warnings there.
void check(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, diag::Emitter& emitter);

/// "tm" of "/usr/lib/kamailio/modules/tm.so".
std::string_view module_name(std::string_view path);

}  // namespace kukini::sema
