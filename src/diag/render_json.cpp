// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostics as JSON.
#include <cstdio>

#include "diag/render.hpp"

namespace kukini::diag {
namespace {

// Length of the valid UTF-8 sequence at `at`, or 0.
std::size_t utf8_length(std::string_view s, std::size_t at) {
  auto c = static_cast<unsigned char>(s[at]);
  std::size_t n = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 0;
  if (n == 0 || at + n > s.size()) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((static_cast<unsigned char>(s[at + i]) & 0xc0) != 0x80) return 0;
  return n;
}

void quote(std::string& out, std::string_view s) {
  out += '"';
  for (std::size_t i = 0; i < s.size(); ++i) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += s[i];
    } else if (c < 0x20 || c == 0x7f) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
      out += buffer;
    } else if (c < 0x80) {
      out += s[i];
    } else if (auto n = utf8_length(s, i)) {
      out += s.substr(i, n);
      i += n - 1;
    } else {
      out += "\\ufffd";
    }
  }
  out += '"';
}

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
  return out + "]}";
}

std::string to_json(const Emitter& emitter) {
  std::string out = "[";
  bool first = true;
  for (const auto& d : emitter.all()) {
    out += first ? "\n" : ",\n";
    first = false;
    out += to_json(d);
  }
  return out + "\n]\n";
}

}  // namespace kukini::diag
