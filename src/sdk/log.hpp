// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Logging as Kamailio's: levels from alert (-5) to debug (3), a module name, one line each.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <cstdint>
#include <string_view>

namespace kukini::sdk {

enum class Level : std::int8_t { alert = -5, bug = -4, crit2 = -3, crit = -2, error = -1, warning = 0, notice = 1, info = 2, debug = 3 };

/// Receives every line that passes the level. Thread-safe. `facility` is a syslog facility or -1 for the configured one.
using LogSink = void (*)(Level, std::string_view module, std::string_view text, int facility);

void set_log_sink(LogSink sink);
/// The core's `debug` value; read and set from any thread.
extern std::atomic<int> g_debug_level;
inline bool log_enabled(Level level) { return static_cast<int>(level) <= g_debug_level.load(std::memory_order_relaxed); }
/// The number shown before the process id in log lines: 0 for the main thread, 1… for workers. Per thread.
int& log_process();

class Format;
struct Context;
/// What stands before the module's name in the lines of the message being served (log_prefix). Per thread; a worker keeps it over
/// park(). `format` and `context`: made anew for each line (log_prefix_mode=1), else `text`.
struct LogPrefix {
  std::string_view text{};
  const Format* format = nullptr;
  Context* context = nullptr;
};
LogPrefix& log_prefix();
/// The prefix as it is now. Valid as long as the context's arena.
std::string_view log_prefix_text();

void log_line(Level level, std::string_view module, std::string_view text, int facility = -1);

template <class... Args>
void log(Level level, std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
  if (!log_enabled(level)) return;
  fmt::basic_memory_buffer<char, 512> text;
  fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
  log_line(level, module, {text.data(), text.size()});
}

}  // namespace kukini::sdk
