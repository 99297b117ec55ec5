// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Walking the lines of the description: sdp_iterator_*(), $sdpitval.
#include <algorithm>
#include <array>

#include "sdpops.hpp"

namespace kukini::modules::sdpops {

namespace {

/// Where one walk is. They live on the thread and belong to one message: a script that is parked meanwhile finds its own again.
struct Walk {
  char name[32] = {};
  std::size_t name_size = 0;
  const sip::Message* msg = nullptr;
  std::uint32_t begin = 0, end = 0, last = 0;  ///< the line, and the end of the description; offsets in the message
  std::uint64_t used = 0;
  string_view text() const { return {name, name_size}; }
  bool on_line() const { return end > begin; }
};
thread_local std::array<Walk, 16> t_walks;
thread_local std::uint64_t t_clock = 0;

Walk* find(Context& c, string_view name) {
  for (auto& w : t_walks)
    if (w.msg == c.msg && w.text() == name) return &w;
  return nullptr;
}
Walk* walk_of(Context& c, Args a) {
  auto* w = find(c, text(c, a, 0));
  if (w == nullptr) log(Level::error, "sdpops", "there is no iterator \"{}\" here", text(c, a, 0));
  return w;
}

int start(void*, Context& c, Args a) {
  auto name = text(c, a, 0);
  auto found = sessions(c, "sdp_iterator_start");
  if (!found.ok() || name.empty() || name.size() > sizeof Walk::name) return -1;
  auto* w = find(c, name);
  if (w == nullptr) w = std::min_element(t_walks.begin(), t_walks.end(), [](const Walk& x, const Walk& y) { return x.used < y.used; });
  *w = Walk{};
  w->name_size = name.copy(w->name, sizeof w->name);
  w->msg = c.msg;
  w->used = ++t_clock;
  w->begin = w->end = c.msg->offset(found.all.front().text);
  w->last = w->end + static_cast<std::uint32_t>(found.all.front().text.size());
  return 1;
}
int next(void*, Context& c, Args a) {
  auto* w = walk_of(c, a);
  if (w == nullptr || w->last > c.msg->bytes().size()) return -1;
  w->begin = w->end;
  auto rest = c.msg->text(w->begin, w->last - w->begin);
  auto end = rest.find('\n');
  w->end += static_cast<std::uint32_t>(end == rest.npos ? rest.size() : end + 1);
  return w->on_line() ? 1 : -1;
}
int end(void*, Context& c, Args a) {
  auto* w = walk_of(c, a);
  if (w == nullptr) return -1;
  *w = Walk{};
  return 1;
}
int remove(void*, Context& c, Args a) {
  auto* w = walk_of(c, a);
  if (w == nullptr || !w->on_line()) return -1;
  remove_once(c, c.msg->text(w->begin, w->end - w->begin));
  return 1;
}
int append(void*, Context& c, Args a) {
  auto* w = walk_of(c, a);
  if (w == nullptr || !w->on_line()) return -1;
  c.current_edits().insert(w->end, c.arena->copy(text(c, a, 1)));
  return 1;
}
int insert(void*, Context& c, Args a) {
  auto* w = walk_of(c, a);
  if (w == nullptr || !w->on_line()) return -1;
  c.current_edits().insert(w->begin, c.arena->copy(text(c, a, 1)));
  return 1;
}
Value value(void*, Context& c, const PvName& n) {
  const auto* w = find(c, n.inner);
  return w != nullptr && w->on_line() && w->end <= c.msg->bytes().size() ? Value::string(c.msg->text(w->begin, w->end - w->begin)) : Value::null();
}

}  // namespace

void bind_iterators(Binder& b) {
  b.function("sdp_iterator_start", &start, nullptr);
  b.function("sdp_iterator_next", &next, nullptr);
  b.function("sdp_iterator_end", &end, nullptr);
  b.function("sdp_iterator_rm", &remove, nullptr);
  b.function("sdp_iterator_append", &append, nullptr);
  b.function("sdp_iterator_insert", &insert, nullptr);
  b.variable("sdpitval", &value, nullptr, nullptr);
}

}  // namespace kukini::modules::sdpops
