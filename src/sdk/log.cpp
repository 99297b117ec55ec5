// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where log lines go until a sink is set: stderr.
#include "sdk/log.hpp"

#include <cstdio>

#include "sdk/context.hpp"
#include "sdk/pv.hpp"

namespace kukini::sdk {

namespace {
void to_stderr(Level level, std::string_view module, std::string_view text, int) {
  std::fprintf(stderr, "%d %.*s: %.*s\n", static_cast<int>(level), static_cast<int>(module.size()), module.data(),
               static_cast<int>(text.size()), text.data());
}
std::atomic<LogSink> g_sink{&to_stderr};
}  // namespace

std::atomic<int> g_debug_level{2};

int& log_process() {
  thread_local int index = 0;
  return index;
}

LogPrefix& log_prefix() {
  thread_local LogPrefix prefix;
  return prefix;
}

std::string_view log_prefix_text() {
  auto& prefix = log_prefix();
  if (prefix.format == nullptr || prefix.context == nullptr) return prefix.text;
  // What is logged while it is made has none.
  LogPrefix now = prefix;
  prefix = {};
  auto text = now.format->eval(*now.context);
  prefix = now;
  return text;
}

void set_log_sink(LogSink sink) { g_sink.store(sink != nullptr ? sink : &to_stderr); }

void log_line(Level level, std::string_view module, std::string_view text, int facility) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  g_sink.load(std::memory_order_relaxed)(level, module, text, facility);
}

}  // namespace kukini::sdk
