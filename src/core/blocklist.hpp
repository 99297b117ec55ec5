// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Blocklist: destinations that did not answer or could not be sent to (use_dst_blocklist); shared by all workers.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "io/address.hpp"

namespace kukini::core {

/// Addresses with their ports, each for a time. Bounded: when it is full, what has expired goes, and else nothing is added.
class Blocklist {
 public:
  explicit Blocklist(std::uint64_t expire_ms) : expire_ms_(expire_ms) {}

  void add(const io::Address& address, std::uint64_t now_ms) {
    std::lock_guard lock(mutex_);
    if (until_.size() >= kMost) std::erase_if(until_, [&](const auto& e) { return e.second <= now_ms; });
    if (until_.size() < kMost) until_[address] = now_ms + expire_ms_;
    size_.store(until_.size(), std::memory_order_relaxed);
  }
  bool contains(const io::Address& address, std::uint64_t now_ms) {
    if (size_.load(std::memory_order_relaxed) == 0) return false;  // the usual case: no lock
    std::lock_guard lock(mutex_);
    auto at = until_.find(address);
    if (at == until_.end()) return false;
    if (at->second > now_ms) return true;
    until_.erase(at);
    size_.store(until_.size(), std::memory_order_relaxed);
    return false;
  }

 private:
  static constexpr std::size_t kMost = 4096;
  std::uint64_t expire_ms_;
  std::mutex mutex_;
  std::unordered_map<io::Address, std::uint64_t> until_;
  std::atomic<std::size_t> size_{0};  ///< of until_
};

}  // namespace kukini::core
