// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Escapes in double-quoted strings.
#include "lang/source/escapes.hpp"

#include "base/text.hpp"

namespace kukini::lang {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = base::to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

}  // namespace

bool unescape(std::string_view body, std::string& out, std::vector<ast::EscapeMark>* marks) {
  bool plain = true, escaped = false;
  const auto start = out.size();
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (escaped && marks != nullptr)
      marks->push_back({static_cast<std::uint32_t>(out.size() - start), static_cast<std::uint32_t>(i)});
    escaped = body[i] == '\\';
    if (body[i] != '\\' || i + 1 >= body.size()) {
      out += body[i];
      continue;
    }
    plain = false;
    char c = body[++i];
    if (c == 'n') out += '\n';
    else if (c == 'r') out += '\r';
    else if (c == 't') out += '\t';
    else if (c == 'a') out += '\a';
    else if (c == '"' || c == '\\') out += c;
    else if (c == '\n') continue;
    else if (c == '\r' && i + 1 < body.size() && body[i + 1] == '\n') ++i;
    else if (c == 'x' && i + 1 < body.size() && hex_digit(body[i + 1]) >= 0) {
      int value = hex_digit(body[++i]);
      if (i + 1 < body.size() && hex_digit(body[i + 1]) >= 0) value = value * 16 + hex_digit(body[++i]);
      out += static_cast<char>(value);
    } else if (is_octal(c) && i + 1 < body.size() && is_octal(body[i + 1])) {  // \1 alone stays as it is: "/(.)/\1/" is a substitution
      int value = c - '0';
      for (int n = 0; n < 2 && i + 1 < body.size() && is_octal(body[i + 1]); ++n) value = value * 8 + (body[++i] - '0');
      out += static_cast<char>(value);
    } else {
      out += '\\';
      out += c;
    }
  }
  return plain;
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace kukini::lang
