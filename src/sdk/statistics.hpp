// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Counter: a statistic that each worker adds to on its own, without locks.
#pragma once

#include <cstdint>

namespace kukini::sdk {

/// Handle of one counter; add with Worker::count(). Registered with InitContext::counter().
struct Counter {
  std::uint32_t id = 0;
};

}  // namespace kukini::sdk
