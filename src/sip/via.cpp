// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Via.
#include "sip/via.hpp"

#include "sip/scan.hpp"
#include "sip/uri.hpp"

namespace kukini::sip {
namespace {

bool small_number(std::string_view text, unsigned max, unsigned& value) {
  auto n = base::to_number<unsigned>(text);
  if (!n || *n > max) return false;
  value = *n;
  return true;
}

bool remember(Via& out, const Param& p) {
  unsigned number = 0;
  switch (p.name.size()) {
    case 1:
      if ((p.name[0] | 0x20) == 'i') out.i = p.value;
      return true;
    case 3:
      if (!base::iequals(p.name, "ttl")) return true;
      out.ttl = p.value;
      return small_number(p.value, 255, number);
    case 5:
      if (base::iequals(p.name, "maddr")) {
        out.maddr = p.value;
        return valid_host(p.value);
      }
      if (base::iequals(p.name, "rport")) {
        out.rport = p.value;
        out.has_rport = true;
        return p.value.empty() || (small_number(p.value, 65535, number) && number);
      }
      if (base::iequals(p.name, "alias")) out.alias = p.value, out.has_alias = true;
      return true;
    case 6:
      if (!base::iequals(p.name, "branch")) return true;
      if (out.has_branch || p.value.empty()) return false;
      out.branch = p.value;
      out.has_branch = true;
      return true;
    case 8:
      if (!base::iequals(p.name, "received")) return true;
      out.received = p.value;
      out.has_received = true;
      return valid_host(p.value) || is_ipv6(p.value);
    default: return true;
  }
}

}  // namespace

bool parse_via(std::string_view text, Via& out) {
  const char* p = text.data();
  const char* const end = p + text.size();
  p = scan::skip_lws(p, end);
  const char* begin = p;

  auto token = [&](std::string_view& into) {
    const char* at = p;
    p = scan::skip(p, end, chars::kToken);
    into = scan::between(at, p);
    return p != at;
  };
  auto slash = [&] {
    p = scan::skip_lws(p, end);
    if (p == end || *p != '/') return false;
    p = scan::skip_lws(p + 1, end);
    return true;
  };
  if (!token(out.protocol) || !slash() || !token(out.version) || !slash() || !token(out.transport)) return false;
  const char* host = scan::skip_lws(p, end);
  if (host == p || host == end) return false;

  p = host;
  if (*p == '[') {
    while (p < end && *p != ']') ++p;
    if (p == end) return false;
    ++p;
  } else {
    while (p < end && (chars::is(*p, chars::kHost) || *p == '.')) ++p;
  }
  out.host = scan::between(host, p);
  if (!valid_host(out.host)) return false;
  const char* last = p;
  p = scan::skip_lws(p, end);
  if (p < end && *p == ':') {
    const char* port = p = scan::skip_lws(p + 1, end);
    while (p < end && base::is_digit(*p)) ++p;
    out.port_text = scan::between(port, p);
    unsigned number = 0;
    if (!small_number(out.port_text, 65535, number) || number == 0) return false;
    out.port = static_cast<std::uint16_t>(number);
    last = p;
  }
  out.sent_by = scan::between(host, last);

  return scan::params_and_rest(begin, last, p, end, out, [&](const Param& param) { return remember(out, param); });
}

bool has_magic_cookie(std::string_view branch) {
  return branch.size() > kMagicCookie.size() && base::istarts_with(branch, kMagicCookie);
}

}  // namespace kukini::sip
