// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// %HH escapes.
#include "sip/chars.hpp"
#include "sip/uri.hpp"

namespace kukini::sip {
namespace {

template <class Plain>
std::optional<std::size_t> escape(std::string_view text, std::span<char> out, Plain plain) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::size_t n = 0;
  for (char c : text) {
    if (plain(c)) {
      if (n + 1 > out.size()) return std::nullopt;
      out[n++] = c;
    } else {
      if (n + 3 > out.size()) return std::nullopt;
      out[n++] = '%';
      out[n++] = digits[static_cast<unsigned char>(c) >> 4];
      out[n++] = digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return n;
}

}  // namespace

std::optional<std::size_t> unescape(std::string_view text, std::span<char> out) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (n == out.size()) return std::nullopt;
    if (text[i] != '%') {
      out[n++] = text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = chars::hex_digit(text[i + 1]), low = chars::hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out[n++] = static_cast<char>(high * 16 + low);
    i += 2;
  }
  return n;
}

std::optional<std::size_t> escape_user(std::string_view text, std::span<char> out) {
  return escape(text, out, [](char c) { return chars::is(c, chars::kPassword) || c == ';' || c == '?' || c == '/'; });
}

std::optional<std::size_t> escape_param(std::string_view text, std::span<char> out) {
  constexpr std::string_view extra = "[]/:&+$";
  return escape(text, out, [extra](char c) {
    // paramchar: unreserved and `extra`.
    const bool unreserved = chars::is(c, chars::kPassword) && c != '&' && c != '=' && c != '+' && c != '$' && c != ',';
    return unreserved || extra.find(c) != std::string_view::npos;
  });
}

}  // namespace kukini::sip
