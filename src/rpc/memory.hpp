// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Memory: what the process uses, read from /proc. Stands for Kamailio's shared memory pool, which Kukini has no counterpart of.
#pragma once

#include <cstdint>

namespace kukini::rpc {

/// Bytes.
struct Memory {
  std::int64_t total = 0;     ///< of the machine, or of the control group where that is less
  std::int64_t used = 0;      ///< resident
  std::int64_t max_used = 0;  ///< largest resident size so far
  std::int64_t free() const { return total > used ? total - used : 0; }
};

Memory read_memory();

}  // namespace kukini::rpc
