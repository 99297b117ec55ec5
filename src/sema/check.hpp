// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The semantic check: names, arities, types, route kinds of a parsed script against the catalog; all mistakes in one run.
#pragma once

#include <cstdint>
#include <map>
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
  /// Using what Kamailio has and Kukini has not, in a block that a message can reach, is an error (starting) or a warning (checking).
  bool not_provided_is_error = true;
  /// Whether Kukini can evaluate a select ("via[1].branch", without the '@'); null: all that the catalog knows are taken as such.
  bool (*runs_select)(std::string_view path) = nullptr;
  /// The Kamailio release to judge for, a label of catalog::Facts::releases ("5.4"): modules, parameters, functions, variables,
  /// forms of statements as that release has them. Empty, or no such label: Kukini, which takes what any release took.
  /// Parse with ParseOptions::version = release_version(target), so that conditions on the release hold.
  std::string target;
};

struct Summary {
  /// What keeps Kukini from running the script: for each module ("core" for the core), how often reachable blocks use something of it
  /// that Kukini has not.
  std::map<std::string, unsigned, std::less<>> missing;
};

/// Adds every error and warning to `emitter`; with no error there, script::build() finds every name. What stands in blocks that no
/// message can reach is checked as well, but names that only Kukini lacks are warnings there.
Summary check(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, diag::Emitter& emitter);

/// 5004000 for "5.4", as ParseOptions::version wants it; 0 for what is no label of a release.
std::uint32_t release_version(std::string_view label);

/// "tm" of "/usr/lib/kamailio/modules/tm.so".
std::string_view module_name(std::string_view path);

}  // namespace kukini::sema
