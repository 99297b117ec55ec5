// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The counters of the core itself, and the table of all counters of a server.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/statistics.hpp"

namespace kukini::core {

/// Ids of the core's own counters: registered first, in this order, in group "core".
enum CoreCounter : std::uint32_t {
  kRcvRequests,
  kRcvReplies,
  kFwdRequests,
  kFwdReplies,
  kDropRequests,
  kDropReplies,
  kErrRequests,
  kErrReplies,
  kBadUris,
  kUnsupportedMethods,
  kBadMessages,
  kRcvInvite,
  kRcvAck,
  kRcvCancel,
  kRcvBye,
  kRcvOptions,
  kRcvRegister,
  kRcvOther,
  kRcvReplies1xx,
  kRcvReplies2xx,
  kRcvReplies3xx,
  kRcvReplies4xx,
  kRcvReplies5xx,
  kRcvReplies6xx,
  kParks,
  kHandovers,
  kCoreCounters,
};

/// Which counters there are. Counters are added while modules start; later the table only answers.
class StatisticTable {
 public:
  StatisticTable();
  /// The id of group:name, new or the same as before.
  std::uint32_t counter(std::string_view group, std::string_view name);
  void computed(std::string_view group, std::string_view name, std::function<std::int64_t()> read);

  struct Entry {
    std::string group, name;
    std::uint32_t id = 0;
    std::function<std::int64_t()> read;  ///< of a computed one
    std::int64_t base = 0;               ///< what clearing subtracts
  };
  std::size_t counters() const { return counters_; }
  Entry* find(std::string_view group, std::string_view name);
  std::vector<Entry>& entries() { return entries_; }
  std::mutex& mutex() { return mutex_; }

 private:
  std::mutex mutex_;  ///< guards `base` and the list
  std::vector<Entry> entries_;
  std::uint32_t counters_ = 0;
};

}  // namespace kukini::core
