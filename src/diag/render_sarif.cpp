// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostics as SARIF 2.1.0 (OASIS), which code scanning services read.
#include <map>

#include "diag/json_text.hpp"
#include "diag/render.hpp"

namespace kukini::diag {
namespace {

using json::quote;

std::string quoted(std::string_view s) {
  std::string out;
  quote(out, s);
  return out;
}

std::string_view level(Severity severity) { return severity == Severity::note ? "note" : to_string(severity); }

/// A relative or absolute path as a URI reference.
std::string uri(std::string_view path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (char c : path) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("/-._~+@").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

/// A byte column as a column of code points.
std::size_t code_point_column(const Location& at, std::size_t column) {
  std::size_t n = 1;
  const std::size_t skipped = std::min<std::size_t>(at.source_skip, column - 1);  // counted as they are: nobody keeps a line that long
  for (std::size_t i = 0; skipped + i + 1 < column; ++i)
    if (i >= at.source_line.size() || (static_cast<unsigned char>(at.source_line[i]) & 0xc0) != 0x80) ++n;
  return skipped + n;
}

std::string physical(const Location& at) {
  std::string out = "\"physicalLocation\":{\"artifactLocation\":{\"uri\":" + quoted(uri(at.file)) + "}";
  if (at.line != 0) {
    out += ",\"region\":{\"startLine\":" + std::to_string(at.line);
    if (at.column != 0)
      out += ",\"startColumn\":" + std::to_string(code_point_column(at, at.column)) + ",\"endColumn\":" +
             std::to_string(code_point_column(at, at.column + at.length)) +
             ",\"byteOffset\":" + std::to_string(at.offset) + ",\"byteLength\":" + std::to_string(at.length);
    out += "}";
  }
  return out + "}";
}

std::string fix_text(const Fix& fix) {
  std::map<std::string_view, std::string> by_file;
  for (const auto& e : fix.edits) {
    auto& list = by_file[e.file];
    if (!list.empty()) list += ',';
    list += "{\"deletedRegion\":{\"byteOffset\":" + std::to_string(e.offset) + ",\"byteLength\":" + std::to_string(e.length) +
            "},\"insertedContent\":{\"text\":" + quoted(e.text) + "}}";
  }
  std::string out = "{\"description\":{\"text\":" + quoted(fix.title) + "},\"artifactChanges\":[";
  bool first = true;
  for (const auto& [file, replacements] : by_file) {
    if (!first) out += ',';
    first = false;
    out += "{\"artifactLocation\":{\"uri\":" + quoted(uri(file)) + "},\"replacements\":[" + replacements + "]}";
  }
  return out + "]}";
}

std::string rule_text(const SarifRule& r) {
  std::string out = "{\"id\":" + quoted(r.code) + ",\"shortDescription\":{\"text\":" + quoted(r.title) + "},\"defaultConfiguration\":{\"level\":\"" +
                    std::string(level(r.severity)) + "\"},\"properties\":{\"tags\":[" + quoted(r.group) + "]}";
  if (!r.help.empty()) out += ",\"help\":{\"text\":" + quoted(r.title) + ",\"markdown\":" + quoted(r.help) + "}";
  return out + "}";
}

std::string result_text(const Diagnostic& d, const std::map<std::string_view, std::size_t>& index) {
  std::string out = "{\"ruleId\":" + quoted(d.code);
  if (auto at = index.find(d.code); at != index.end()) out += ",\"ruleIndex\":" + std::to_string(at->second);
  std::string message = d.message;
  if (!d.hint.empty()) message += " (" + d.hint + ")";
  out += ",\"level\":\"" + std::string(level(d.severity)) + "\",\"message\":{\"text\":" + quoted(message) + "}";
  if (!d.primary.file.empty()) out += ",\"locations\":[{" + physical(d.primary) + "}]";
  for (std::size_t i = 0; i < d.notes.size(); ++i)
    out += (i == 0 ? ",\"relatedLocations\":[{" : ",{") + physical(d.notes[i].location) + ",\"message\":{\"text\":" + quoted(d.notes[i].message) + "}}" +
           (i + 1 == d.notes.size() ? "]" : "");
  for (std::size_t i = 0; i < d.fixes.size(); ++i) out += (i == 0 ? ",\"fixes\":[" : ",") + fix_text(d.fixes[i]) + (i + 1 == d.fixes.size() ? "]" : "");
  return out + "}";
}

}  // namespace

std::string to_sarif(std::span<const Diagnostic> all, std::span<const SarifRule> rules, std::string_view tool, std::string_view version) {
  std::map<std::string_view, std::size_t> index;
  std::string rule_list;
  for (const auto& r : rules) {
    bool occurs = false;
    for (const auto& d : all) occurs = occurs || d.code == r.code;
    if (!occurs) continue;
    index.emplace(r.code, index.size());
    rule_list += (rule_list.empty() ? "\n" : ",\n") + rule_text(r);
  }
  std::string results;
  for (const auto& d : all) results += (results.empty() ? "\n" : ",\n") + result_text(d, index);
  return "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":" + quoted(tool) +
         ",\"version\":" + quoted(version) + ",\"rules\":[" + rule_list + "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[" + results + "]}]}\n";
}

}  // namespace kukini::diag
