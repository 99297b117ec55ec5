// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $Ts $TS $TF $Tf $Tb, $TV(key), $time(key) $utime(key), $timef(format) $utimef(format).
#include <sys/time.h>

#include <cstdio>
#include <ctime>

#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

const std::time_t g_start = std::time(nullptr);

/// Microseconds of the worker's clock, so that simulated time is seen as well.
std::int64_t wall_us(Context& c) {
  if (c.worker != nullptr) return c.worker->clock().wall_us();
  timeval now{};
  gettimeofday(&now, nullptr);
  return now.tv_sec * 1000000ll + now.tv_usec;
}
std::int64_t seconds(Context& c) { return wall_us(c) / 1000000; }

std::tm broken_down(std::int64_t at, bool utc) {
  std::tm tm{};
  std::time_t t = at;
  if (utc) gmtime_r(&t, &tm);
  else localtime_r(&t, &tm);
  return tm;
}

string_view formatted(Context& c, string_view format, std::int64_t at, bool utc) {
  char pattern[256], out[512];
  auto n = format.copy(pattern, sizeof pattern - 1);
  pattern[n] = 0;
  auto tm = broken_down(at, utc);
  return c.arena->copy({out, std::strftime(out, sizeof out, pattern, &tm)});
}

Value now(Context& c) { return Value::integer(seconds(c)); }
Value now_text(Context& c) { return Value::coded(seconds(c), formatted(c, "%a %b %e %H:%M:%S %Y", seconds(c), false)); }
Value start(Context&) { return Value::integer(g_start); }

constexpr string_view kTvKeys[] = {"s", "u", "sn", "un", "Sn", "Fn", "Sm"};

Value timeval_part(Context& c, int key) {
  auto us = wall_us(c);
  auto fraction = [&](string_view before, const char* format, std::int64_t n) {
    char digits[16];
    auto len = std::snprintf(digits, sizeof digits, format, static_cast<long long>(n));
    return Value::string(c.arena->concat(before, {digits, static_cast<std::size_t>(len)}));
  };
  switch (key) {
    case 0:
    case 2: return Value::integer(us / 1000000);
    case 1:
    case 3: return Value::integer(us % 1000000);
    case 4: return fraction(number_text(*c.arena, us / 1000000), ".%06lld", us % 1000000);
    case 5: return fraction(formatted(c, "%Y-%m-%d %H:%M:%S", us / 1000000, false), ".%06lld", us % 1000000);
    default: return fraction(number_text(*c.arena, us / 1000000), ".%03lld", us % 1000000 / 1000);
  }
}

constexpr string_view kTimeKeys[] = {"sec", "min", "hour", "mday", "mon", "year", "wday", "yday", "isdst"};

/// Months, days of the week (Sunday is 1) and of the year count from 1; years are whole.
template <bool Utc>
Value time_part(Context& c, int key) {
  auto tm = broken_down(seconds(c), Utc);
  const int parts[] = {tm.tm_sec, tm.tm_min, tm.tm_hour, tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900, tm.tm_wday + 1, tm.tm_yday + 1, tm.tm_isdst};
  return Value::integer(parts[key]);
}
template <bool Utc>
Value time_text(void*, Context& c, const PvName& n) {
  return Value::string(formatted(c, n.inner, seconds(c), Utc));
}

}  // namespace

void bind_time(Binder& b) {
  add<&now>(b, {"Ts", "TS"});
  add<&now_text>(b, {"Tf", "TF"});
  add<&start>(b, {"Tb"});
  add_keyed<kTvKeys, std::size(kTvKeys), &timeval_part>(b, "TV");
  add_keyed<kTimeKeys, std::size(kTimeKeys), &time_part<false>>(b, "time");
  add_keyed<kTimeKeys, std::size(kTimeKeys), &time_part<true>>(b, "utime");
  b.variable("timef", &time_text<false>, nullptr, nullptr);
  b.variable("utimef", &time_text<true>, nullptr, nullptr);
}

}  // namespace kukini::modules::pv
