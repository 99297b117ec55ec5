// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing diagnostics: as text for people, as JSON lines for programs.
#pragma once

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

/// One JSON object: code, severity, message, file, line, column, length, offset, hint, includedFrom[], notes[].
std::string to_json(const Diagnostic& diagnostic);

/// A JSON array of all of them, one per line.
std::string to_json(const Emitter& emitter);

}  // namespace kukini::diag
