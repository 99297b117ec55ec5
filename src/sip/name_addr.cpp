// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// name-addr and addr-spec.
#include "sip/name_addr.hpp"

#include "sip/scan.hpp"

namespace kukini::sip {
namespace {

// The parameters that routing asks for, by name; the first of a name counts.
bool remember(NameAddr& out, const Param& p) {
  switch (p.name.size()) {
    case 1:
      if ((p.name[0] | 0x20) == 'q' && !out.has_q) out.q = p.value, out.has_q = true;
      break;
    case 3:
      if (base::iequals(p.name, "tag")) {
        if (out.has_tag || p.value.empty()) return false;
        out.tag = p.value, out.has_tag = true;
      }
      break;
    case 6:
      if (base::iequals(p.name, "reg-id")) out.reg_id = p.value;
      break;
    case 7:
      if (base::iequals(p.name, "expires") && !out.has_expires) out.expires = p.value, out.has_expires = true;
      break;
    case 8:
      if (base::iequals(p.name, "received")) out.received = strip_quotes(p.value);
      break;
    case 13:
      if (base::iequals(p.name, "+sip.instance")) out.instance = strip_quotes(p.value);
      break;
    default: break;
  }
  return true;
}

}  // namespace

bool parse_name_addr(std::string_view text, NameAddr& out) {
  const char* p = text.data();
  const char* const end = p + text.size();
  p = scan::skip_lws(p, end);
  if (p == end) return false;
  const char* begin = p;
  const char* last = nullptr;  // one past the value

  if (*p == '*') {
    const char* q = scan::skip_lws(p + 1, end);
    if (q == end || *q == ',' || *q == ';') {
      out.star = true;
      out.uri_text = {p, 1};
      last = p + 1;
      p = q;
    }
  }
  if (!last) {
    const char* open = nullptr;
    if (*p == '"') {
      const char* q = scan::skip_quoted(p, end);
      if (!q) return false;
      out.display = scan::between(p, q);
      open = scan::skip_lws(q, end);
      if (open == end || *open != '<') return false;
    } else {
      const char* q = p;
      while (q < end && chars::is(*q, chars::kWordRun | chars::kLws)) ++q;
      if (q < end && *q == '<') {
        open = q;
        out.display = scan::trim(scan::between(p, q));
      }
    }
    if (open) {
      out.bracketed = true;
      const char* close = open + 1;
      while (close < end && *close != '>' && *close != '<') ++close;
      if (close == end || *close != '>') return false;
      out.uri_text = scan::trim(scan::between(open + 1, close));  // space inside <> is none of the URI (RFC 4475 §3.1.2.14)
      if (out.uri_text.empty()) return false;
      p = last = close + 1;
    } else {
      // addr-spec: up to a separator; its parameters are the header's.
      const char* q = p;
      while (q < end && chars::is(*q, chars::kUriText) && *q != ';' && *q != ',') ++q;
      if (q == p) return false;
      out.uri_text = scan::between(p, q);
      p = last = q;
    }
  }

  return scan::params_and_rest(begin, last, p, end, out, [&](const Param& param) { return remember(out, param); });
}

}  // namespace kukini::sip
