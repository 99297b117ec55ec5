// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The inner loops of the parser: line ends, white space, quoted strings, parameters.
#pragma once

#include <cstddef>
#include <string_view>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.hpp"
#include "sip/chars.hpp"
#include "sip/params.hpp"

namespace kukini::sip::scan {

/// The first CR or LF in [p, end), or end.
inline const char* line_end(const char* p, const char* end) {
#if defined(__SSE2__)
  const __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n');
  for (; end - p >= 16; p += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const int hit = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, cr), _mm_cmpeq_epi8(block, lf)));
    if (hit) return p + __builtin_ctz(static_cast<unsigned>(hit));
  }
#endif
  while (p < end && *p != '\r' && *p != '\n') ++p;
  return p;
}

inline const char* skip_lws(const char* p, const char* end) {
  while (p < end && chars::is(*p, chars::kLws)) ++p;
  return p;
}

inline const char* skip(const char* p, const char* end, unsigned bits) {
  while (p < end && chars::is(*p, bits)) ++p;
  return p;
}

inline std::string_view between(const char* a, const char* b) { return {a, static_cast<std::size_t>(b - a)}; }

/// `p` stands on the opening quote; one past the closing one, or null when there is none.
inline const char* skip_quoted(const char* p, const char* end) {
  for (++p; p < end; ++p) {
    if (*p == '"') return p + 1;
    if (*p == '\\' && ++p == end) return nullptr;
  }
  return nullptr;
}

enum class Step : unsigned char { param, end, bad };

/// One `;name[=value]`. At the end of the list `p` stands on `end` or on the comma that ends it.
inline Step next_param(const char*& p, const char* end, char separator, bool comma_ends, Param& out) {
  p = skip_lws(p, end);
  if (p == end || (comma_ends && *p == ',')) return Step::end;
  if (*p != separator) return Step::bad;
  const char* begin = p;
  const char* name = skip_lws(p + 1, end);
  const char* after = skip(name, end, chars::kToken);
  if (after == name) return Step::bad;
  out.name = between(name, after);
  out.value = {};
  out.has_value = false;
  out.text = between(begin, after);
  p = skip_lws(after, end);
  if (p == end || *p != '=') return Step::param;
  p = skip_lws(p + 1, end);
  out.has_value = true;
  const char* value = p;
  if (p < end && *p == '"') {
    p = skip_quoted(p, end);
    if (!p) return Step::bad;
  } else {
    p = skip(p, end, chars::kParamValue);
  }
  out.value = between(value, p);
  out.text = between(begin, p);
  return Step::param;
}

/// The parameters behind one value of a header, and what follows its comma: fills params, text (from `begin`; without parameters up to
/// `last`) and rest. `remember(param)` keeps those that matter; false from it, a bad parameter or a comma before nothing: false.
template <class Value, class Remember>
bool params_and_rest(const char* begin, const char* last, const char* p, const char* end, Value& out, Remember&& remember) {
  const char* params = nullptr;
  for (Param param;;) {
    const auto step = next_param(p, end, ';', true, param);
    if (step == Step::bad) return false;
    if (step == Step::end) break;
    if (!params) params = param.text.data();
    if (!remember(param)) return false;
    last = param.text.data() + param.text.size();
  }
  if (params) out.params = between(params, last);
  out.text = between(begin, last);
  if (p < end) {  // a comma: another value must follow
    out.rest = between(p + 1, end);
    if (skip_lws(p + 1, end) == end) return false;
  }
  return true;
}

/// Removes SP, HT, CR, LF at both ends.
inline std::string_view trim(std::string_view s) { return base::trim(s); }

}  // namespace kukini::sip::scan
