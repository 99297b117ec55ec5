// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Character classes of RFC 3261 §25.1 as one table of bits.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kukini::sip::chars {

enum Class : std::uint8_t {
  kToken = 1,       // token
  kUser = 2,        // user, without escapes; '#', the RFC 3986 "unwise" ones and UTF-8 are tolerated
  kPassword = 4,    // password, without escapes
  kUriText = 8,     // what may stand in URI parameters, headers and opaque parts, escapes checked apart
  kParamValue = 16, // an unquoted parameter value: all but separators, quotes, space and controls
  kWordRun = 32,    // an unquoted display name: more than tokens, as phones send it
  kHost = 64,       // alphanumeric, '-', '_' (tolerated)
  kLws = 128,       // SP HT CR LF
};

inline constexpr auto kTable = [] {
  std::array<std::uint8_t, 256> t{};
  auto add = [&t](std::string_view set, unsigned bits) {
    for (char c : set) t[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
  };
  constexpr std::string_view alnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  add(alnum, kToken | kUser | kPassword | kHost);
  add("-.!%*_+`'~", kToken);
  add("-_.!~*'()", kUser | kPassword);
  add("&=+$,", kUser | kPassword);
  add(";?/#{}|\\^`[]", kUser);
  add("-_", kHost);
  add(" \t\r\n", kLws);
  for (unsigned c = 0x21; c < 0x7f; ++c) {
    char ch = static_cast<char>(c);
    if (ch != '<' && ch != '>' && ch != '"') t[c] |= kUriText;
    if (ch != '<' && ch != '>' && ch != '"' && ch != ';' && ch != ',') t[c] |= kParamValue | kWordRun;
  }
  for (unsigned c = 0x80; c < 0x100; ++c) t[c] |= kParamValue | kWordRun | kUser;
  return t;
}();

constexpr bool is(char c, unsigned bits) { return kTable[static_cast<unsigned char>(c)] & bits; }

constexpr bool all(std::string_view text, unsigned bits) {
  for (char c : text)
    if (!is(c, bits)) return false;
  return true;
}

constexpr bool is_token(std::string_view text) { return !text.empty() && all(text, kToken); }

constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace kukini::sip::chars
