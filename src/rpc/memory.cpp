// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reads /proc/self/status, /proc/meminfo and the control group's bound.
#include "rpc/memory.hpp"

#include <fstream>
#include <string>

#include "base/text.hpp"

namespace kukini::rpc {

namespace {
/// The number of kilobytes behind "Name:" in a /proc file, as bytes.
std::int64_t kilobytes(const char* file, std::string_view name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name)) continue;
    auto digits = line.find_first_of("0123456789");
    if (digits == std::string::npos) return 0;
    return std::stoll(line.substr(digits, 18)) * 1024;
  }
  return 0;
}
}  // namespace

Memory read_memory() {
  Memory m;
  m.used = kilobytes("/proc/self/status", "VmRSS:");
  m.max_used = kilobytes("/proc/self/status", "VmHWM:");
  m.total = kilobytes("/proc/meminfo", "MemTotal:");
  std::ifstream bound("/sys/fs/cgroup/memory.max");
  std::string text;
  if (bound >> text)
    if (auto n = base::to_number(text); n && *n > 0 && *n < m.total) m.total = *n;
  return m;
}

}  // namespace kukini::rpc
