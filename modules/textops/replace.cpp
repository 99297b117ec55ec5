// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// replace() and its variants: expressions or plain texts in the message, its headers or its body.
#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

struct Range {
  std::uint32_t begin, end;
};
Range everything(const Context& c) { return {c.msg->headers_begin(), static_cast<std::uint32_t>(c.msg->bytes().size())}; }
Range headers(const Context& c) { return {c.msg->headers_begin(), c.msg->headers_end()}; }
Range body(const Context& c) { return {c.msg->body_offset(), static_cast<std::uint32_t>(c.msg->bytes().size())}; }

/// `alone`: the expression sees the range only, whose first byte is the beginning.
int replace_in(Context& c, Args a, Range range, bool all, bool alone = false) {
  const auto* re = regex_of(c, a[0]);
  if (re == nullptr) return -1;
  auto bytes = c.msg->bytes();
  auto with = c.arena->copy(text(c, a, 1));
  std::uint32_t start = alone ? range.begin : 0;
  std::size_t at = range.begin - start, end = range.end - start;
  int result = -1;
  re2::StringPiece hit, seen(bytes.data() + start, end);
  while (at <= end && re->Match(seen, at, end, re2::RE2::UNANCHORED, &hit, 1)) {
    auto begin = static_cast<std::uint32_t>(hit.data() - bytes.data());
    put(c, begin, static_cast<std::uint32_t>(hit.size()), with);
    result = 1;
    at = begin - start + (hit.size() == 0 ? 1 : hit.size());
    if (!all) break;
  }
  return result;
}

int replace(void*, Context& c, Args a) { return replace_in(c, a, everything(c), false); }
int replace_all(void*, Context& c, Args a) { return replace_in(c, a, everything(c), true); }
int replace_hdrs(void*, Context& c, Args a) { return replace_in(c, a, headers(c), false); }
int replace_body(void*, Context& c, Args a) { return replace_in(c, a, body(c), false); }
int replace_body_all(void*, Context& c, Args a) { return replace_in(c, a, body(c), true); }

/// The body as one text: ^ and $ are its ends.
int replace_body_atonce(void*, Context& c, Args a) {
  const auto* re = regex_of(text(c, a, 0), true, false);
  if (re == nullptr) return -1;
  Arg first = a[0];
  first.regex = re;
  const Arg both[] = {first, a[1]};
  return replace_in(c, both, body(c), true, true);
}

/// (what, with, mode): plain text; mode "a" all, "f" the first, "l" the last.
int replace_text(Context& c, Args a, Range range) {
  auto what = text(c, a, 0), with = c.arena->copy(text(c, a, 1)), mode = text(c, a, 2);
  if (what.empty()) return -1;
  auto where = c.msg->bytes().substr(0, range.end);
  bool all = mode.starts_with('a'), last = mode.starts_with('l');
  auto at = last ? where.rfind(what) : where.find(what, range.begin);
  int result = -1;
  while (at != where.npos && at >= range.begin) {
    put(c, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(what.size()), with);
    result = 1;
    if (!all) break;
    at = where.find(what, at + what.size());
  }
  return result;
}
int replace_str(void*, Context& c, Args a) { return replace_text(c, a, everything(c)); }
int replace_hdrs_str(void*, Context& c, Args a) { return replace_text(c, a, headers(c)); }
int replace_body_str(void*, Context& c, Args a) { return replace_text(c, a, body(c)); }

}  // namespace

void bind_replace(Binder& b) {
  b.function("replace", &replace, nullptr);
  b.function("replace_all", &replace_all, nullptr);
  b.function("replace_hdrs", &replace_hdrs, nullptr);
  b.function("replace_body", &replace_body, nullptr);
  b.function("replace_body_all", &replace_body_all, nullptr);
  b.function("replace_body_atonce", &replace_body_atonce, nullptr);
  b.function("replace_str", &replace_str, nullptr);
  b.function("replace_hdrs_str", &replace_hdrs_str, nullptr);
  b.function("replace_body_str", &replace_body_str, nullptr);
}

}  // namespace kukini::modules::textops
