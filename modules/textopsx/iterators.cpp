// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Walking headers and body lines: hf_iterator_*(), bl_iterator_*(), $hfitname $hfitbody $blitval.
#include <algorithm>
#include <array>

#include "textopsx.hpp"

namespace kukini::modules::textopsx {

namespace {

/// Where one walk is. They live on the thread and belong to one message: a script that is parked meanwhile finds its own again.
struct Walk {
  char name[32] = {};
  std::size_t name_size = 0;
  const sip::Message* msg = nullptr;
  std::int64_t index = -1;              ///< of the header
  std::uint32_t begin = 0, end = 0;     ///< of the body line
  std::uint64_t used = 0;
  string_view text() const { return {name, name_size}; }
};

template <int Kind>
class Walks {
 public:
  Walk* find(Context& c, string_view name) {
    for (auto& w : all_)
      if (w.msg == c.msg && w.text() == name) return &w;
    return nullptr;
  }
  Walk* start(Context& c, string_view name) {
    if (name.empty() || name.size() > sizeof Walk::name) return nullptr;
    auto* w = find(c, name);
    if (w == nullptr) w = std::min_element(all_.begin(), all_.end(), [](const Walk& x, const Walk& y) { return x.used < y.used; });
    *w = Walk{};
    w->name_size = name.copy(w->name, sizeof w->name);
    w->msg = c.msg;
    w->used = ++clock_;
    return w;
  }

 private:
  std::array<Walk, 16> all_{};
  std::uint64_t clock_ = 0;
};
thread_local Walks<0> t_headers;
thread_local Walks<1> t_lines;

Walk* headers_of(Context& c, Args a) {
  auto* w = t_headers.find(c, text(c, a, 0));
  if (w == nullptr) log(Level::error, "textopsx", "there is no iterator \"{}\" of headers here", text(c, a, 0));
  return w;
}
const sip::Header* header_at(Context& c, const Walk* w) {
  auto all = c.msg->headers();
  return w != nullptr && w->index >= 0 && w->index < static_cast<std::int64_t>(all.size()) ? &all[static_cast<std::size_t>(w->index)] : nullptr;
}

int hf_start(void*, Context& c, Args a) { return t_headers.start(c, text(c, a, 0)) != nullptr ? 1 : -1; }
int hf_next(void*, Context& c, Args a) {
  auto* w = headers_of(c, a);
  if (w == nullptr) return -1;
  auto last = static_cast<std::int64_t>(c.msg->headers().size());
  if (w->index < last) ++w->index;
  return w->index < last ? 1 : -1;
}
int hf_prev(void*, Context& c, Args a) {
  auto* w = headers_of(c, a);
  if (w == nullptr) return -1;
  if (w->index >= 0) --w->index;
  return w->index >= 0 ? 1 : -1;
}
int hf_end(void*, Context& c, Args a) {
  auto* w = headers_of(c, a);
  if (w == nullptr) return -1;
  *w = Walk{};
  return 1;
}
int hf_rm(void*, Context& c, Args a) {
  const auto* h = header_at(c, headers_of(c, a));
  if (h == nullptr) return -1;
  c.current_edits().remove(h->begin, h->end - h->begin);
  return 1;
}
int hf_append(void*, Context& c, Args a) {
  const auto* h = header_at(c, headers_of(c, a));
  if (h == nullptr) return -1;
  c.current_edits().insert(h->end, c.arena->copy(text(c, a, 1)));
  return 1;
}
int hf_insert(void*, Context& c, Args a) {
  const auto* h = header_at(c, headers_of(c, a));
  if (h == nullptr) return -1;
  c.current_edits().insert(h->begin, c.arena->copy(text(c, a, 1)));
  return 1;
}
Value hf_name(void*, Context& c, const PvName& n) {
  const auto* h = header_at(c, t_headers.find(c, n.inner));
  return h != nullptr ? Value::string(c.msg->name(*h)) : Value::null();
}
Value hf_body(void*, Context& c, const PvName& n) {
  const auto* h = header_at(c, t_headers.find(c, n.inner));
  return h != nullptr ? Value::string(c.msg->value(*h)) : Value::null();
}

Walk* line_of(Context& c, Args a) {
  auto* w = t_lines.find(c, text(c, a, 0));
  if (w == nullptr) log(Level::error, "textopsx", "there is no iterator \"{}\" of the body here", text(c, a, 0));
  return w;
}
bool on_line(const Context& c, const Walk* w) { return w != nullptr && w->end > w->begin && w->end <= c.msg->bytes().size(); }

int bl_start(void*, Context& c, Args a) {
  auto* w = t_lines.start(c, text(c, a, 0));
  if (w == nullptr) return -1;
  w->begin = w->end = c.msg->body_offset();
  return 1;
}
int bl_next(void*, Context& c, Args a) {
  auto* w = line_of(c, a);
  if (w == nullptr || w->end > c.msg->bytes().size()) return -1;
  w->begin = w->end;
  auto rest = c.msg->bytes().substr(w->begin);
  auto end = rest.find('\n');
  w->end += static_cast<std::uint32_t>(end == rest.npos ? rest.size() : end + 1);
  return on_line(c, w) ? 1 : -1;
}
int bl_end(void*, Context& c, Args a) {
  auto* w = line_of(c, a);
  if (w == nullptr) return -1;
  *w = Walk{};
  return 1;
}
int bl_rm(void*, Context& c, Args a) {
  auto* w = line_of(c, a);
  if (!on_line(c, w)) return -1;
  c.current_edits().remove(w->begin, w->end - w->begin);
  return 1;
}
int bl_append(void*, Context& c, Args a) {
  auto* w = line_of(c, a);
  if (!on_line(c, w)) return -1;
  c.current_edits().insert(w->end, c.arena->copy(text(c, a, 1)));
  return 1;
}
int bl_insert(void*, Context& c, Args a) {
  auto* w = line_of(c, a);
  if (!on_line(c, w)) return -1;
  c.current_edits().insert(w->begin, c.arena->copy(text(c, a, 1)));
  return 1;
}
Value bl_value(void*, Context& c, const PvName& n) {
  const auto* w = t_lines.find(c, n.inner);
  return on_line(c, w) ? Value::string(c.msg->bytes().substr(w->begin, w->end - w->begin)) : Value::null();
}

}  // namespace

void bind_iterators(Binder& b) {
  b.function("hf_iterator_start", &hf_start, nullptr);
  b.function("hf_iterator_next", &hf_next, nullptr);
  b.function("hf_iterator_prev", &hf_prev, nullptr);
  b.function("hf_iterator_end", &hf_end, nullptr);
  b.function("hf_iterator_rm", &hf_rm, nullptr);
  b.function("hf_iterator_append", &hf_append, nullptr);
  b.function("hf_iterator_insert", &hf_insert, nullptr);
  b.function("bl_iterator_start", &bl_start, nullptr);
  b.function("bl_iterator_next", &bl_next, nullptr);
  b.function("bl_iterator_end", &bl_end, nullptr);
  b.function("bl_iterator_rm", &bl_rm, nullptr);
  b.function("bl_iterator_append", &bl_append, nullptr);
  b.function("bl_iterator_insert", &bl_insert, nullptr);
  b.variable("hfitname", &hf_name, nullptr, nullptr);
  b.variable("hfitbody", &hf_body, nullptr, nullptr);
  b.variable("blitval", &bl_value, nullptr, nullptr);
}

}  // namespace kukini::modules::textopsx
