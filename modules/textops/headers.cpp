// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Adding headers: append_hf(), insert_hf(), append_urihf(), append_to_reply(), append_time(); asking: is_present_hf().
#include <ctime>

#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {
using sip::Header;

/// The line, surely ended by one CRLF.
string_view whole_lines(Context& c, string_view line) {
  string_view kept = c.arena->copy(line);
  if (kept.ends_with("\r\n")) return kept;
  while (!kept.empty() && (kept.back() == '\n' || kept.back() == '\r')) kept.remove_suffix(1);
  return c.arena->concat(kept, "\r\n");
}

const Header* last_of(const sip::Message& msg, string_view name) {
  const auto* h = msg.find(name);
  for (const auto* next = h; next != nullptr; next = msg.find_next(next, name)) h = next;
  return h;
}

/// append_hf(line [, after]): behind the last header of that name, else behind all headers.
int append_hf(void*, Context& c, Args a) {
  auto line = whole_lines(c, text(c, a, 0));
  if (line.size() <= 2) return -1;
  const Header* after = a.size() > 1 ? last_of(*c.msg, text(c, a, 1)) : nullptr;
  if (after != nullptr) c.current_edits().insert(after->end, line);
  else c.current_edits().append_header(*c.msg, line);
  return 1;
}

/// insert_hf(line [, before]): in front of the first header of that name, else of all headers.
int insert_hf(void*, Context& c, Args a) {
  auto line = whole_lines(c, text(c, a, 0));
  if (line.size() <= 2) return -1;
  const Header* before = a.size() > 1 ? c.msg->find(text(c, a, 1)) : nullptr;
  if (before != nullptr) c.current_edits().insert(before->begin, line);
  else c.current_edits().prepend_header(*c.msg, line);
  return 1;
}

/// append_urihf(prefix, suffix): a header holding the current R-URI.
int append_urihf(void*, Context& c, Args a) {
  if (!c.msg->is_request()) return -1;
  TextBuilder line(*c.arena);
  line << text(c, a, 0) << c.ruri() << text(c, a, 1);
  c.current_edits().append_header(*c.msg, whole_lines(c, line.view()));
  return 1;
}

int append_to_reply(void*, Context& c, Args a) {
  auto line = whole_lines(c, text(c, a, 0));
  if (line.size() <= 2) return -1;
  c.state->reply_lines = c.state_arena().concat(c.state->reply_lines, line);
  return 1;
}

string_view date_line(Context& c) {
  std::time_t now = c.worker->clock().wall_us() / 1000000;
  std::tm tm{};
  gmtime_r(&now, &tm);
  // Not strftime: names of days and months must not follow the locale.
  constexpr string_view kDays = "SunMonTueWedThuFriSat", kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto two = [](TextBuilder& out, int n) { out << static_cast<char>('0' + n / 10) << static_cast<char>('0' + n % 10); };
  TextBuilder out(*c.arena, 48);
  out << "Date: " << kDays.substr(static_cast<std::size_t>(tm.tm_wday) * 3, 3) << ", ";
  two(out, tm.tm_mday);
  out << ' ' << kMonths.substr(static_cast<std::size_t>(tm.tm_mon) * 3, 3) << ' ' << (tm.tm_year + 1900) << ' ';
  two(out, tm.tm_hour);
  out << ':';
  two(out, tm.tm_min);
  out << ':';
  two(out, tm.tm_sec);
  out << " GMT\r\n";
  return out.view();
}

/// A Date header for the replies to this request (RFC 3261 §20.17).
int append_time(void*, Context& c, Args) {
  c.state->reply_lines = c.state_arena().concat(c.state->reply_lines, date_line(c));
  return 1;
}
int append_time_to_request(void*, Context& c, Args) {
  const auto* via = c.msg->first(sip::HeaderType::via);
  if (via != nullptr) c.current_edits().insert(via->end, date_line(c));
  else c.current_edits().append_header(*c.msg, date_line(c));
  return 1;
}

int is_present_hf(void*, Context& c, Args a) { return c.msg->find(base::trim(text(c, a, 0))) != nullptr ? 1 : -1; }

int is_present_hf_re(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[0]);
  if (re == nullptr) return -1;
  for (const auto& h : c.msg->headers())
    if (re2::RE2::PartialMatch(re2::StringPiece(c.msg->name(h).data(), h.name_len), *re)) return 1;
  return -1;
}

}  // namespace

void bind_headers(Binder& b) {
  b.function("append_hf", &append_hf, nullptr);
  b.function("insert_hf", &insert_hf, nullptr);
  b.function("append_urihf", &append_urihf, nullptr);
  b.function("append_to_reply", &append_to_reply, nullptr);
  b.function("append_time", &append_time, nullptr);
  b.function("append_time_to_request", &append_time_to_request, nullptr);
  b.function("is_present_hf", &is_present_hf, nullptr);
  b.function("is_present_hf_pv", &is_present_hf, nullptr);
  b.function("is_present_hf_re", &is_present_hf_re, nullptr);
  b.function("is_present_hf_re_pv", &is_present_hf_re, nullptr);
}

}  // namespace kukini::modules::textops
