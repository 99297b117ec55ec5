// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The hash that spreads calls over destinations: the same on every run and machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::modules::dispatcher {

/// FNV-1a over the parts, finished so that every bit counts (the low ones choose the destination). Case does not matter.
class Hash {
 public:
  Hash& operator<<(std::string_view text) {
    for (char c : text) value_ = (value_ ^ static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 0x100000001b3ull;
    return *this;
  }
  std::uint64_t value() const {
    std::uint64_t h = value_;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdull;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53ull;
    return h ^ (h >> 33);
  }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ull;
};

/// 0 … slots - 1, evenly.
constexpr std::uint32_t slot_of(std::uint64_t hash, std::size_t slots) { return static_cast<std::uint32_t>(hash % slots); }

}  // namespace kukini::modules::dispatcher
