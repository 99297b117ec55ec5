// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// One run: the tutorial's server between a caller and two callees on the virtual network, and everything that must hold afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/network.hpp"

namespace kukini::simtest {

/// The tutorial's configuration and destination list, as files.
struct Files {
  std::string config_text;  ///< with the path of the list that is really there
  std::string config_name;
  static Files tutorial(const std::string& source_folder);
};

struct Outcome {
  std::vector<std::string> problems;
  std::uint64_t digest = 0;
  unsigned calls = 0, answered = 0, failovers = 0, cancelled = 0;
  std::uint64_t datagrams = 0;
  std::string trace;  ///< only where asked for
};

Outcome run(std::uint64_t seed, const Files& files, bool want_trace);

}  // namespace kukini::simtest
