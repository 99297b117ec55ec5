// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Parameter lists.
#include "sip/params.hpp"

#include "base/text.hpp"
#include "sip/scan.hpp"

namespace kukini::sip {

bool ParamCursor::next(Param& out) {
  if (bad_) return false;
  const char* p = rest_.data();
  const char* end = p + rest_.size();
  scan::Step step;
  if (!started_ && scan::skip_lws(p, end) != end && *scan::skip_lws(p, end) != separator_) {
    // A list without a leading separator: read the first name by hand.
    const char* name = scan::skip_lws(p, end);
    const char* after = scan::skip(name, end, chars::kToken);
    if (after == name) {
      bad_ = true;
      return false;
    }
    out = {};
    out.name = scan::between(name, after);
    p = scan::skip_lws(after, end);
    const char* last = after;
    if (p < end && *p == '=') {
      p = scan::skip_lws(p + 1, end);
      const char* value = p;
      p = p < end && *p == '"' ? scan::skip_quoted(p, end) : scan::skip(p, end, chars::kParamValue);
      if (!p) {
        bad_ = true;
        return false;
      }
      out.has_value = true;
      out.value = scan::between(value, p);
      last = p;
    }
    out.text = scan::between(name, last);
    step = scan::Step::param;
  } else {
    step = scan::next_param(p, end, separator_, false, out);
  }
  started_ = true;
  bad_ = step == scan::Step::bad;
  if (step != scan::Step::param) return false;
  rest_ = scan::between(p, end);
  return true;
}

std::optional<std::string_view> find_param(std::string_view params, std::string_view name, char separator) {
  ParamCursor cursor(params, separator);
  for (Param p; cursor.next(p);)
    if (base::iequals(p.name, name)) return p.value;
  return std::nullopt;
}

std::string_view find_param_text(std::string_view params, std::string_view name, char separator) {
  ParamCursor cursor(params, separator);
  for (Param p; cursor.next(p);)
    if (base::iequals(p.name, name)) return p.text;
  return {};
}

std::string_view strip_quotes(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') return value.substr(1, value.size() - 2);
  return value;
}

}  // namespace kukini::sip
