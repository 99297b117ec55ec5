// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Hexadecimal digits of a hash, for tags and branches made for every message.
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::core {

/// Writes 16 lower-case digits to `out`.
inline std::string_view write_hex16(char* out, std::uint64_t value) {
  for (int i = 15; i >= 0; --i, value >>= 4) out[i] = "0123456789abcdef"[value & 15];
  return {out, 16};
}

}  // namespace kukini::core
