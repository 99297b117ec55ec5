// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostics as text: place, message, source line with a caret, hint, notes.
#include <algorithm>

#include "diag/render.hpp"

namespace kukini::diag {
namespace {

struct Palette {
  const char* bold = "";
  const char* severity = "";
  const char* dim = "";
  const char* off = "";
};

Palette palette(Severity severity, bool colors) {
  if (!colors) return {};
  const char* hue = severity == Severity::error ? "\x1b[1;31m" : severity == Severity::warning ? "\x1b[1;35m" : "\x1b[1;36m";
  return {"\x1b[1m", hue, "\x1b[2m", "\x1b[0m"};
}

std::string place(const Location& at) {
  std::string out = at.file.empty() ? "command line" : at.file;
  if (at.line != 0) {
    out += ':';
    out += std::to_string(at.line);
    if (at.column != 0) {
      out += ':';
      out += std::to_string(at.column);
    }
  }
  return out;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// The source line cut to a window around the caret, and the caret line below it.
std::string excerpt(const Location& at, unsigned width, const Palette& p) {
  if (at.line == 0 || at.column == 0) return {};
  const std::string& line = at.source_line;
  std::size_t caret = std::min<std::size_t>(at.column - 1 - std::min(at.source_skip, at.column - 1), line.size());
  std::size_t first = 0;
  std::size_t last = line.size();
  if (line.size() > width) {
    first = caret > width / 2 ? caret - width / 2 : 0;
    while (first < caret && continues_character(line[first])) ++first;
    last = std::min(line.size(), first + width);
    while (last < line.size() && last > caret && continues_character(line[last])) --last;
  }
  std::string number = std::to_string(at.line);
  std::string text = " " + number + " | ";
  std::string below(number.size() + 1, ' ');
  below += " | ";
  if (first > 0 || at.source_skip > 0) {
    text += "...";
    below += "   ";
  }
  std::size_t marked = std::max<std::size_t>(1, at.length);
  auto mark = [&](std::size_t i) { return i == caret ? '^' : i > caret && i < caret + marked ? '~' : ' '; };
  std::string marks;
  for (std::size_t i = first; i < last; ++i) {
    auto c = static_cast<unsigned char>(line[i]);
    text += c == '\t' ? '\t' : c < 0x20 || c == 0x7f ? '?' : static_cast<char>(c);
    if (!continues_character(line[i])) marks += c == '\t' && i < caret ? '\t' : mark(i);
  }
  if (caret >= last) marks += '^';
  while (!marks.empty() && (marks.back() == ' ' || marks.back() == '\t')) marks.pop_back();
  if (last < line.size()) text += "...";
  return text + "\n" + p.dim + below + p.off + p.severity + marks + p.off + "\n";
}

std::string head(const Location& at, Severity severity, std::string_view message, const Palette& p) {
  return std::string(p.bold) + place(at) + ": " + p.off + p.severity + std::string(to_string(severity)) + ": " + p.off +
         std::string(message);
}

std::string include_stack(const Location& at) {
  std::string out;
  for (std::size_t i = 0; i < at.included_from.size(); ++i) {
    const auto& f = at.included_from[i];
    out += i == 0 ? "in file included from " : "                 from ";
    out += f.file + ":" + std::to_string(f.line) + (i + 1 < at.included_from.size() ? ",\n" : ":\n");
  }
  return out;
}

std::string plural(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

}  // namespace

std::string render(const Diagnostic& d, const RenderOptions& options) {
  auto p = palette(d.severity, options.colors);
  std::string code = d.code.empty() ? "" : std::string(p.dim) + " [" + d.code + "]" + p.off;
  if (!options.source) return head(d.primary, d.severity, d.message, p) + code + "\n";
  std::string out = include_stack(d.primary) + head(d.primary, d.severity, d.message, p) + code + "\n";
  out += excerpt(d.primary, options.width, p);
  if (!d.hint.empty()) out += "  hint: " + d.hint + "\n";
  for (const auto& n : d.notes) {
    auto np = palette(Severity::note, options.colors);
    out += head(n.location, Severity::note, n.message, np) + "\n" + excerpt(n.location, options.width, np);
  }
  return out;
}

std::string render_all(const Emitter& emitter, const RenderOptions& options) {
  std::string out;
  for (const auto& d : emitter.all()) out += render(d, options);
  if (emitter.suppressed() != 0) out += plural(emitter.suppressed(), "further message") + " not shown\n";
  auto count = count_text(emitter.errors(), emitter.warnings());
  return count.empty() ? out : out + count + "\n";
}

std::string count_text(std::size_t errors, std::size_t warnings) {
  std::string out;
  if (errors != 0) out = plural(errors, "error");
  if (warnings != 0) out += (errors != 0 ? ", " : "") + plural(warnings, "warning");
  return out;
}

}  // namespace kukini::diag
