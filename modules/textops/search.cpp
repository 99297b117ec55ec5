// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// search() and its variants: is there a match, and text put behind one.
#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

bool matches(const re2::RE2& re, string_view s) { return re2::RE2::PartialMatch(re2::StringPiece(s.data(), s.size()), re); }

int search(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[0]);
  return re != nullptr && matches(*re, c.msg->bytes()) ? 1 : -1;
}
int search_body(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[0]);
  return re != nullptr && matches(*re, c.msg->body()) ? 1 : -1;
}

/// search_hf(name, re, flags): "a" all headers of that name, "f" the first, "l" the last.
int search_hf(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[1]);
  if (re == nullptr) return -1;
  auto name = base::trim(text(c, a, 0)), flags = text(c, a, 2);
  bool all = flags.find('a') != flags.npos, last = flags.find('l') != flags.npos;
  const auto* h = c.msg->find(name);
  if (last)
    for (const auto* next = h; next != nullptr; next = c.msg->find_next(next, name)) h = next;
  for (; h != nullptr; h = c.msg->find_next(h, name)) {
    if (matches(*re, c.msg->unfolded(*h, *c.arena))) return 1;
    if (!all) break;
  }
  return -1;
}

int search_str(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[1]);
  return re != nullptr && matches(*re, text(c, a, 0)) ? 1 : -1;
}

/// Puts text behind the first match from `begin` on.
int append_behind(Context& c, Args a, std::uint32_t begin) {
  const auto* re = regex_of(c, a[0]);
  if (re == nullptr) return -1;
  auto bytes = c.msg->bytes();
  re2::StringPiece hit;
  if (!re->Match(re2::StringPiece(bytes.data(), bytes.size()), begin, bytes.size(), re2::RE2::UNANCHORED, &hit, 1)) return -1;
  c.current_edits().insert(static_cast<std::uint32_t>(hit.data() + hit.size() - bytes.data()), c.arena->copy(text(c, a, 1)));
  return 1;
}
int search_append(void*, Context& c, Args a) { return append_behind(c, a, c.msg->headers_begin()); }
int search_append_body(void*, Context& c, Args a) { return append_behind(c, a, c.msg->body_offset()); }

}  // namespace

void bind_search(Binder& b) {
  b.function("search", &search, nullptr);
  b.function("search_body", &search_body, nullptr);
  b.function("search_hf", &search_hf, nullptr);
  b.function("search_str", &search_str, nullptr);
  b.function("search_append", &search_append, nullptr);
  b.function("search_append_body", &search_append_body, nullptr);
}

}  // namespace kukini::modules::textops
