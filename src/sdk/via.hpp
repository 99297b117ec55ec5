// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a script says about Via: parameters and address of our own one in requests, parameters of the topmost one in replies made here.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "sdk/context.hpp"

namespace kukini::sdk {

/// The global parameters that the functions via_*() refer to; 0 and none: not set. Set while no message is served, or between two
/// (a reload), read by all workers.
struct ViaNames {
  std::atomic<NameId> params{0};        ///< xavp_via_params: its fields become parameters of our Via
  std::atomic<NameId> fields{0};        ///< xavp_via_fields: its fields `address` and `port` replace what our Via says
  std::atomic<NameId> reply_params{0};  ///< xavp_via_reply_params: its fields become parameters of the topmost Via of replies
  std::atomic<std::int64_t> server_id{0};  ///< server_id: parameter srvid, where it is not 0
};
ViaNames& via_names();

constexpr std::uint32_t kDressedVia = static_cast<std::uint32_t>(ProcessingFlag::via_srvid) | static_cast<std::uint32_t>(ProcessingFlag::via_params) |
                                      static_cast<std::uint32_t>(ProcessingFlag::via_fields);

/// `line`, a complete "Via: …\r\n" of ours with one value, as the script wants it: the line itself where it wants nothing, else a new
/// one in the context's arena. Whoever puts a Via on a request that a script has sent calls it.
std::string_view dress_via_as_wanted(Context& context, std::string_view line);
inline std::string_view dress_via(Context& context, std::string_view line) {
  return (context.processing & kDressedVia) == 0 ? line : dress_via_as_wanted(context, line);
}

/// ";name=value…" for the topmost Via of a reply to a request with this state and these ProcessingFlag bits (ReplyOptions::via_params).
std::string_view via_reply_params(const State& state, std::uint32_t processing, base::Arena& arena);

}  // namespace kukini::sdk
