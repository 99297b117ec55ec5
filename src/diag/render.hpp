// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing diagnostics: as text for people, as JSON, SARIF and one-line forms for programs.
#pragma once

#include <span>
#include <string>

#include "diag/diagnostic.hpp"

namespace kukini::diag {

struct RenderOptions {
  bool colors = false;
  /// Source lines are cut to a window of this many bytes around the caret.
  unsigned width = 160;
  /// Off: one line per diagnostic, "file:line:column: severity: message [code]".
  bool source = true;
};

/// "file:line:column: error: message [code]", the include stack above it, the source line with a caret below, then hint and
/// notes. Ends with a line end. Control characters in the source line are shown as '?'.
std::string render(const Diagnostic& diagnostic, const RenderOptions& options = {});

/// All of them and, when there is something to count, a last line "2 errors, 1 warning".
std::string render_all(const Emitter& emitter, const RenderOptions& options = {});

/// "2 errors, 1 warning"; empty when there is nothing to count.
std::string count_text(std::size_t errors, std::size_t warnings);

/// One JSON object: code, severity, message, file, line, column, length, offset, hint, includedFrom[], notes[], fixes[].
std::string to_json(const Diagnostic& diagnostic);

/// A JSON array of all of them, one per line.
std::string to_json(const Emitter& emitter);
std::string to_json(std::span<const Diagnostic> all);

/// What SARIF says of a code.
struct SarifRule {
  std::string_view code;
  Severity severity = Severity::warning;
  std::string_view title;
  std::string_view group;
  /// Markdown.
  std::string_view help;
};

/// A SARIF 2.1.0 log of one run of `tool`. Only the rules that occur are listed.
std::string to_sarif(std::span<const Diagnostic> all, std::span<const SarifRule> rules, std::string_view tool, std::string_view version);

/// "file:line:column: warning: message [code]" (GCC's form).
std::string to_gcc_line(const Diagnostic& diagnostic);
/// "::warning file=…,line=…,col=…,title=code::message" (a workflow command of GitHub).
std::string to_github_line(const Diagnostic& diagnostic);

}  // namespace kukini::diag
