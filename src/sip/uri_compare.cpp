// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Equality of URIs, RFC 3261 §19.1.4.
#include <algorithm>

#include "base/text.hpp"
#include "sip/chars.hpp"
#include "sip/uri.hpp"

namespace kukini::sip {
namespace {

// The next character of `text` with escapes decoded; escaped reserved characters stay apart from plain ones (bit 8).
struct Unit {
  int value;
  std::size_t length;
};

Unit unit(std::string_view text) {
  if (text[0] == '%' && text.size() >= 3) {
    const int high = chars::hex_digit(text[1]), low = chars::hex_digit(text[2]);
    if (high >= 0 && low >= 0) {
      const int c = high * 16 + low;
      constexpr std::string_view reserved = ";/?:@&=+$,";
      return {reserved.find(static_cast<char>(c)) != std::string_view::npos ? c | 256 : c, 3};
    }
  }
  return {static_cast<unsigned char>(text[0]), 1};
}

bool same(std::string_view a, std::string_view b, bool fold_case) {
  while (!a.empty() && !b.empty()) {
    auto x = unit(a), y = unit(b);
    if (fold_case && x.value < 256 && y.value < 256) {
      x.value = base::to_lower(static_cast<char>(x.value));
      y.value = base::to_lower(static_cast<char>(y.value));
    }
    if (x.value != y.value) return false;
    a.remove_prefix(x.length);
    b.remove_prefix(y.length);
  }
  return a.empty() && b.empty();
}

// Calls `f(name, value)` for each part of "a=b<sep>c".
template <class F>
bool each(std::string_view text, char separator, F f) {
  while (!text.empty()) {
    const auto at = text.find(separator);
    const auto one = text.substr(0, at);
    const auto equals = one.find('=');
    if (!f(one.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : one.substr(equals + 1))) return false;
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  return true;
}

std::optional<std::string_view> find(std::string_view text, char separator, std::string_view name) {
  std::optional<std::string_view> found;
  each(text, separator, [&](std::string_view n, std::string_view v) {
    if (!same(n, name, true)) return true;
    found = v;
    return false;
  });
  return found;
}

// Longer lists are compared as text: a pairwise search of them is work that a sender could multiply.
constexpr long kMaxParts = 64;
bool too_many(std::string_view text, char separator) { return std::count(text.begin(), text.end(), separator) >= kMaxParts; }

// These count even when only one side has them.
bool counts_alone(std::string_view name) {
  for (std::string_view n : {"user", "ttl", "method", "maddr", "transport"})
    if (base::iequals(n, name)) return true;
  return false;
}

bool params_match(const Uri& a, const Uri& b) {
  if (too_many(a.params, ';') || too_many(b.params, ';')) return a.params == b.params;
  return each(a.params, ';', [&](std::string_view name, std::string_view value) {
    const auto other = find(b.params, ';', name);
    return other ? same(value, *other, true) : !counts_alone(name);
  });
}

bool headers_match(const Uri& a, const Uri& b) {
  if (too_many(a.headers, '&') || too_many(b.headers, '&')) return a.headers == b.headers;
  return each(a.headers, '&', [&](std::string_view name, std::string_view value) {
    const auto other = find(b.headers, '&', name);
    return other && same(value, *other, false);
  });
}

}  // namespace

bool equivalent(const Uri& a, const Uri& b) {
  if (a.text == b.text) return true;
  if (a.scheme != b.scheme) return false;
  if (!a.is_sip()) {
    return base::iequals(a.scheme_text, b.scheme_text) &&
           a.text.substr(a.scheme_text.size()) == b.text.substr(b.scheme_text.size());
  }
  return a.has_user == b.has_user && a.has_password == b.has_password && same(a.user, b.user, false) &&
         same(a.password, b.password, false) && base::iequals(a.host, b.host) && a.port == b.port && params_match(a, b) &&
         params_match(b, a) && headers_match(a, b) && headers_match(b, a);
}

}  // namespace kukini::sip
