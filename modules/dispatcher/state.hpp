// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// State bits of a destination and their two letters (AX AP IX IP TX TP DX).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kukini::modules::dispatcher {

/// The values of the flags column. Several of the first three may be set; inactive shows before disabled before trying.
enum StateBit : std::uint32_t {
  kInactive = 1,
  kTrying = 2,
  kDisabled = 4,
  kProbing = 8,
  kNoResolve = 16,
  kNoPing = 32,
};
constexpr std::uint32_t kStateBits = kInactive | kTrying | kDisabled | kProbing;

/// True when a destination in this state is not to be selected.
constexpr bool is_unusable(std::uint32_t state) { return (state & (kInactive | kDisabled)) != 0; }

/// "AP"; two characters.
constexpr std::string_view state_letters(std::uint32_t state) {
  if ((state & kInactive) != 0) return (state & kProbing) != 0 ? "IP" : "IX";
  if ((state & kDisabled) != 0) return (state & kProbing) != 0 ? "DP" : "DX";
  if ((state & kTrying) != 0) return (state & kProbing) != 0 ? "TP" : "TX";
  return (state & kProbing) != 0 ? "AP" : "AX";
}

/// Letters of ds_mark_dst(): any of a i t d p, x is nothing; nothing for other letters.
constexpr std::optional<std::uint32_t> parse_mark(std::string_view text) {
  std::uint32_t state = 0;
  for (char c : text) {
    switch (c | 0x20) {
      case 'a': state &= ~(kInactive | kTrying | kDisabled); break;
      case 'i': state |= kInactive; break;
      case 't': state |= kTrying; break;
      case 'd': state |= kDisabled; break;
      case 'p': state |= kProbing; break;
      case 'x': break;
      default: return std::nullopt;
    }
  }
  return state;
}

/// Of dispatcher.set_state: one of a i t d, then p or x. A disabled destination is not probed.
constexpr std::optional<std::uint32_t> parse_admin_state(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint32_t state = 0;
  switch (text[0] | 0x20) {
    case 'a': break;
    case 'i': state = kInactive; break;
    case 't': state = kTrying; break;
    case 'd': return kDisabled;
    default: return std::nullopt;
  }
  if (text.size() > 1 && (text[1] | 0x20) == 'p') state |= kProbing;
  return state;
}

}  // namespace kukini::modules::dispatcher
