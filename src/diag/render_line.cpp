// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostics on one line each, in the forms that editors and build services know.
#include "diag/render.hpp"

namespace kukini::diag {
namespace {

/// Escapes as workflow commands want them; `property`: also what separates properties.
std::string escaped(std::string_view s, bool property) {
  std::string out;
  for (char c : s) {
    if (c == '%') out += "%25";
    else if (c == '\r') out += "%0D";
    else if (c == '\n') out += "%0A";
    else if (property && c == ':') out += "%3A";
    else if (property && c == ',') out += "%2C";
    else out += c;
  }
  return out;
}

}  // namespace

std::string to_gcc_line(const Diagnostic& diagnostic) {
  RenderOptions options;
  options.source = false;
  return render(diagnostic, options);
}

std::string to_github_line(const Diagnostic& d) {
  std::string out = "::";
  out += d.severity == Severity::note ? "notice" : to_string(d.severity);
  out += " file=" + escaped(d.primary.file, true);
  if (d.primary.line != 0) out += ",line=" + std::to_string(d.primary.line);
  if (d.primary.column != 0) out += ",col=" + std::to_string(d.primary.column) + ",endColumn=" + std::to_string(d.primary.column + d.primary.length);
  out += ",title=" + escaped(d.code, true) + "::" + escaped(d.message, false);
  if (!d.hint.empty()) out += escaped("\n" + d.hint, false);
  return out + "\n";
}

}  // namespace kukini::diag
