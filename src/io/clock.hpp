// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Clock and Random: time and randomness as the core sees them, real or simulated.
#pragma once

#include <cstdint>

namespace kukini::io {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds of a clock that never goes back; its zero is arbitrary.
  virtual std::uint64_t now_ms() const = 0;
  /// Microseconds since 1970-01-01 UTC.
  virtual std::int64_t wall_us() const = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;
};

}  // namespace kukini::io
