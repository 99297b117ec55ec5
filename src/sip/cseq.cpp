// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CSeq.
#include "sip/cseq.hpp"

#include "sip/scan.hpp"

namespace kukini::sip {

bool parse_cseq(std::string_view text, CSeq& out) {
  const char* p = text.data();
  const char* end = p + text.size();
  const char* digits = p = scan::skip_lws(p, end);
  std::uint64_t value = 0;
  for (; p < end && base::is_digit(*p); ++p) {
    value = value * 10 + static_cast<unsigned>(*p - '0');
    if (value > 0xffffffffu) return false;
  }
  out.number_text = scan::between(digits, p);
  out.number = static_cast<std::uint32_t>(value);
  const char* method = scan::skip_lws(p, end);
  if (p == digits || method == p) return false;
  p = scan::skip(method, end, chars::kToken);
  out.method_text = scan::between(method, p);
  out.method = parse_method(out.method_text);
  return p != method && scan::skip_lws(p, end) == end;
}

}  // namespace kukini::sip
