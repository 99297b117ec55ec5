// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// How many cores this process may use.
#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <thread>

#include "core/server_state.hpp"

namespace kukini::core {

namespace {

/// Of cgroup v2 (cpu.max) or v1 (cpu.cfs_quota_us); 0: no limit.
double cpu_quota() {
  std::ifstream cgroups("/proc/self/cgroup");
  double least = 0;
  auto note = [&](double quota, double period) {
    if (quota > 0 && period > 0 && (least == 0 || quota / period < least)) least = quota / period;
  };
  for (std::string line; std::getline(cgroups, line);) {
    auto path = line.substr(line.rfind(':') + 1);
    if (line.starts_with("0::")) {
      // The limit may be set on any level above.
      for (;;) {
        std::string max;
        double period = 0;
        if (std::ifstream(std::string("/sys/fs/cgroup") + path + "/cpu.max") >> max >> period && max != "max") note(std::atof(max.c_str()), period);
        if (path.empty() || path == "/") break;
        path.resize(path.rfind('/'));
      }
    } else if (line.find(":cpu") != std::string::npos || line.find(",cpu") != std::string::npos) {
      double quota = -1, period = 0;
      std::ifstream("/sys/fs/cgroup/cpu" + path + "/cpu.cfs_quota_us") >> quota;
      std::ifstream("/sys/fs/cgroup/cpu" + path + "/cpu.cfs_period_us") >> period;
      note(quota, period);
    }
  }
  return least;
}

}  // namespace

unsigned usable_cores() {
  unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) cores = std::max(1, CPU_COUNT(&set));
  if (double quota = cpu_quota(); quota > 0) cores = std::min(cores, std::max(1u, static_cast<unsigned>(std::ceil(quota))));
  return cores;
}

}  // namespace kukini::core
