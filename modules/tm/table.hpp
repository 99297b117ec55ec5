// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Table: the transactions of one worker: by their print for requests, by slot for replies, by Call-ID and CSeq for commands. No locks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "transaction.hpp"

namespace kukini::modules::tm {

/// Our own Via branch: magic cookie, slot, label, branch number.
struct BranchId {
  std::uint32_t slot = 0;
  std::uint64_t label = 0;
  unsigned branch = 0;
};
constexpr std::size_t kBranchIdSize = 48;
/// Writes "z9hG4bK<slot>.<label>.<branch>" in hexadecimal; returns its length.
std::size_t write_branch_id(char* out, const BranchId& id);
/// Nothing for a branch that is not of our making.
std::optional<BranchId> read_branch_id(std::string_view branch);

class Table {
 public:
  Table() : buckets_(1024), calls_(1024) {}

  /// Gives the transaction its slot. Deleted by remove().
  void add(sdk::Transaction* t);
  /// Makes it findable by later requests; needs its prints.
  void hash(sdk::Transaction* t);
  void unhash(sdk::Transaction* t);
  void remove(sdk::Transaction* t);
  sdk::Transaction* at(std::uint32_t slot, std::uint64_t label) const {
    return slot < slots_.size() && slots_[slot] != nullptr && slots_[slot]->label == label ? slots_[slot] : nullptr;
  }
  /// First of a chain that holds those of this print, few others.
  sdk::Transaction* bucket(std::uint64_t print) const { return buckets_[print & (buckets_.size() - 1)]; }
  /// First of a chain that holds those of this Call-ID and CSeq: as many as there are. Whoever walks it stops at the first that fits.
  sdk::Transaction* calls(std::uint32_t call_print) const { return calls_[call_print & (calls_.size() - 1)]; }
  /// Transactions in the longest chain of bucket(). Looks at them all.
  std::size_t longest() const;
  std::size_t size() const { return used_; }
  const std::vector<sdk::Transaction*>& slots() const { return slots_; }

 private:
  void grow();
  void link(sdk::Transaction* t);
  std::vector<sdk::Transaction*> buckets_, calls_, slots_;
  std::vector<std::uint32_t> free_;
  std::size_t hashed_ = 0, used_ = 0;
};

}  // namespace kukini::modules::tm
