// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostics as JSON.
#include "diag/json_text.hpp"
#include "diag/render.hpp"

namespace kukini::diag {
namespace {

using json::quote;

void text_field(std::string& out, std::string_view name, std::string_view value) {
  quote(out, name);
  out += ':';
  quote(out, value);
}

void number_field(std::string& out, std::string_view name, std::size_t value) {
  quote(out, name);
  out += ':' + std::to_string(value);
}

void location(std::string& out, const Location& at) {
  text_field(out, "file", at.file);
  out += ',';
  number_field(out, "line", at.line);
  out += ',';
  number_field(out, "column", at.column);
  out += ',';
  number_field(out, "length", at.length);
  out += ',';
  number_field(out, "offset", at.offset);
}

}  // namespace

std::string to_json(const Diagnostic& d) {
  std::string out = "{";
  text_field(out, "code", d.code);
  out += ',';
  text_field(out, "severity", to_string(d.severity));
  out += ',';
  text_field(out, "message", d.message);
  out += ',';
  location(out, d.primary);
  out += ',';
  text_field(out, "hint", d.hint);
  out += ",\"includedFrom\":[";
  for (std::size_t i = 0; i < d.primary.included_from.size(); ++i) {
    out += i == 0 ? "{" : ",{";
    text_field(out, "file", d.primary.included_from[i].file);
    out += ',';
    number_field(out, "line", d.primary.included_from[i].line);
    out += '}';
  }
  out += "],\"notes\":[";
  for (std::size_t i = 0; i < d.notes.size(); ++i) {
    out += i == 0 ? "{" : ",{";
    text_field(out, "message", d.notes[i].message);
    out += ',';
    location(out, d.notes[i].location);
    out += '}';
  }
  out += "],\"fixes\":[";
  for (std::size_t i = 0; i < d.fixes.size(); ++i) {
    const auto& fix = d.fixes[i];
    out += i == 0 ? "{" : ",{";
    text_field(out, "title", fix.title);
    out += fix.safe ? ",\"safe\":true,\"edits\":[" : ",\"safe\":false,\"edits\":[";
    for (std::size_t e = 0; e < fix.edits.size(); ++e) {
      out += e == 0 ? "{" : ",{";
      text_field(out, "file", fix.edits[e].file);
      out += ',';
      number_field(out, "offset", fix.edits[e].offset);
      out += ',';
      number_field(out, "length", fix.edits[e].length);
      out += ',';
      text_field(out, "text", fix.edits[e].text);
      out += '}';
    }
    out += "]}";
  }
  return out + "]}";
}

namespace {

template <class All>
std::string array(const All& all) {
  std::string out = "[";
  bool first = true;
  for (const auto& d : all) {
    out += first ? "\n" : ",\n";
    first = false;
    out += to_json(d);
  }
  return out + "\n]\n";
}

}  // namespace

std::string to_json(const Emitter& emitter) { return array(emitter.all()); }
std::string to_json(std::span<const Diagnostic> all) { return array(all); }

}  // namespace kukini::diag
