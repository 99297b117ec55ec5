// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The linter: a script or a dispatcher list in, everything that is wrong with it out. No output, no state.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "lint/rule.hpp"

namespace kukini::lint {

struct Options {
  /// "": Kukini; else a Kamailio release of the catalog, "5.6".
  std::string target;
  /// Codes, groups ("security") or "all". Empty select: all that are on.
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  /// In place of the usual severity.
  std::map<std::string, diag::Severity, std::less<>> severity;
  /// The code is said for these files only where no pattern (glob) matches the file.
  std::vector<std::pair<std::string, std::vector<std::string>>> per_file_ignores;
  lang::ParseOptions parse;
};

enum class Kind : std::uint8_t { automatic, script, dispatcher_list };

struct Linted {
  /// Null for a dispatcher list.
  std::unique_ptr<lang::Script> script;
  std::vector<diag::Diagnostic> found;
};
/// The same as lint_text, with the parsed script.
Linted lint_and_keep(const std::string& name, std::string text, const Options& options, Kind kind = Kind::automatic);

/// What was found, in the order of files and lines; what is switched off by options or by a comment is not in it.
std::vector<diag::Diagnostic> lint_file(const std::string& path, const Options& options, Kind kind = Kind::automatic);
/// The same for a text that is not (or not yet) in a file. Includes are read relative to `name`.
std::vector<diag::Diagnostic> lint_text(const std::string& name, std::string text, const Options& options, Kind kind = Kind::automatic);

/// The code is to be said under these options.
bool selected(const CodeInfo& code, const Options& options);
/// "kukini" gives "", "kamailio-5.6" and "5.6" give "5.6". The error lists the releases there are.
base::Result<std::string> parse_target(std::string_view name);
/// An error for the first name in select, ignore or severity that is none; empty when all are fine.
std::string check_names(const Options& options);

/// The catalog of all modules of this build.
const catalog::Catalog& catalog();

}  // namespace kukini::lint
