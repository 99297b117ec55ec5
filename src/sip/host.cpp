// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Hosts: names, IPv4 addresses, IPv6 references.
#include "sip/chars.hpp"
#include "sip/scan.hpp"
#include "sip/uri.hpp"

namespace kukini::sip {
namespace {
constexpr std::size_t kMaxHost = 255;  // RFC 1035 §2.3.4
}

bool is_ipv4(std::string_view text) {
  int octets = 0;
  for (std::size_t i = 0;; ++i) {
    unsigned value = 0, digits = 0;
    for (; i < text.size() && base::is_digit(text[i]); ++i) {
      value = value * 10 + static_cast<unsigned>(text[i] - '0');
      if (++digits > 3) return false;
    }
    if (digits == 0 || value > 255) return false;
    ++octets;
    if (i == text.size()) return octets == 4;
    if (text[i] != '.' || octets == 4) return false;
  }
}

bool is_ipv6(std::string_view text) {
  int groups = 0;
  bool gap = false;
  std::size_t i = 0;
  const std::size_t n = text.size();
  if (n < 2 || n > 46) return false;
  if (text[0] == ':') {
    if (text[1] != ':') return false;
    gap = true;
    i = 2;
    if (i < n && text[i] == ':') ++i;  // ":::" of the old ABNF, RFC 5118 §4.10
  }
  while (i < n) {
    const auto rest = text.substr(i);
    if (rest.find('.') != std::string_view::npos && rest.find(':') == std::string_view::npos) {
      if (!is_ipv4(rest)) return false;
      groups += 2;
      i = n;
      break;
    }
    int digits = 0;
    for (; i < n && chars::hex_digit(text[i]) >= 0; ++i)
      if (++digits > 4) return false;
    if (digits == 0) return false;
    ++groups;
    if (i == n) break;
    if (text[i] != ':') return false;
    if (++i == n) return false;  // a single colon at the end
    if (text[i] != ':') continue;
    if (gap) return false;
    gap = true;
    if (++i < n && text[i] == ':') ++i;
  }
  return gap ? groups <= 7 : groups == 8;
}

bool valid_host(std::string_view host) {
  if (host.empty() || host.size() > kMaxHost) return false;
  if (host.front() == '[') return host.back() == ']' && is_ipv6(host.substr(1, host.size() - 2));
  if (base::is_digit(host.front()) && is_ipv4(host)) return true;  // most of them
  char before = '.';
  std::size_t label = 0;  // where the last label starts
  for (std::size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (c == '.') {
      if (before == '.' || before == '-') return false;
      if (i + 1 < host.size()) label = i + 1;
    } else if (!chars::is(c, chars::kHost) || (c == '-' && before == '.')) {
      return false;
    }
    before = c;
  }
  if (before == '-') return false;
  // A last label of digits only is not a name's: it must be an address. (The ABNF wants a letter in front; container hosts differ.)
  for (std::size_t i = label; i < host.size(); ++i)
    if (!base::is_digit(host[i]) && host[i] != '.') return true;
  return false;  // an address has been taken above
}

}  // namespace kukini::sip
