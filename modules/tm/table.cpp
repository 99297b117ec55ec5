// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Table, Bytes, and our own Via branches.
#include "table.hpp"

#include <charconv>
#include <cstring>

#include "base/text.hpp"
#include "sip/via.hpp"

namespace kukini::modules::tm {

void Bytes::assign(std::string_view text) {
  if (text.empty()) return clear();
  std::memcpy(make(text.size()), text.data(), text.size());
}

char* Bytes::make(std::size_t size) {
  // A block that holds as much is kept, unless it holds much more.
  if (auto needed = base::block_size(size); size > room_ || room_ > needed * 2) {
    clear();
    data_ = static_cast<char*>(base::allocate_block(needed));
    room_ = static_cast<std::uint32_t>(needed);
  }
  size_ = static_cast<std::uint32_t>(size);
  return data_;
}

void Bytes::shrink(std::size_t size) {
  if (size >= size_) return;
  if (auto needed = base::block_size(size); needed < room_) {
    auto* to = static_cast<char*>(base::allocate_block(needed));
    std::memcpy(to, data_, size);
    base::free_block(data_, room_);
    data_ = to;
    room_ = static_cast<std::uint32_t>(needed);
  }
  size_ = static_cast<std::uint32_t>(size);
}

std::size_t write_branch_id(char* out, const BranchId& id) {
  char* p = out;
  char* end = out + kBranchIdSize;
  std::memcpy(p, sip::kMagicCookie.data(), sip::kMagicCookie.size());
  p += sip::kMagicCookie.size();
  p = std::to_chars(p, end, id.slot, 16).ptr;
  *p++ = '.';
  p = std::to_chars(p, end, id.label, 16).ptr;
  *p++ = '.';
  p = std::to_chars(p, end, id.branch, 16).ptr;
  return static_cast<std::size_t>(p - out);
}

std::optional<BranchId> read_branch_id(std::string_view branch) {
  if (!branch.starts_with(sip::kMagicCookie)) return std::nullopt;
  branch.remove_prefix(sip::kMagicCookie.size());
  auto first = branch.find('.');
  if (first == branch.npos) return std::nullopt;
  auto second = branch.find('.', first + 1);
  if (second == branch.npos) return std::nullopt;
  auto slot = base::to_number<std::uint32_t>(branch.substr(0, first), 16);
  auto label = base::to_number<std::uint64_t>(branch.substr(first + 1, second - first - 1), 16);
  auto index = base::to_number<unsigned>(branch.substr(second + 1), 16);
  if (!slot || !label || !index) return std::nullopt;
  return BranchId{*slot, *label, *index};
}

void Table::add(sdk::Transaction* t) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.push_back(nullptr);
  }
  t->slot = free_.back();
  free_.pop_back();
  slots_[t->slot] = t;
  ++used_;
}

void Table::link(sdk::Transaction* t) {
  auto& head = buckets_[t->print & (buckets_.size() - 1)];
  t->chain = head;
  head = t;
  auto& first = calls_[t->call_print & (calls_.size() - 1)];
  t->call_next = first;
  t->call_at = &first;
  if (first != nullptr) first->call_at = &t->call_next;
  first = t;
}

void Table::hash(sdk::Transaction* t) {
  if (++hashed_ > buckets_.size()) grow();
  link(t);
  t->hashed = true;
}

void Table::unhash(sdk::Transaction* t) {
  if (!t->hashed) return;
  auto** at = &buckets_[t->print & (buckets_.size() - 1)];
  while (*at != t) at = &(*at)->chain;
  *at = t->chain;
  *t->call_at = t->call_next;
  if (t->call_next != nullptr) t->call_next->call_at = t->call_at;
  t->hashed = false;
  --hashed_;
}

void Table::remove(sdk::Transaction* t) {
  unhash(t);
  slots_[t->slot] = nullptr;
  free_.push_back(t->slot);
  --used_;
}

void Table::grow() {
  std::vector<sdk::Transaction*> old(buckets_.size() * 2);
  old.swap(buckets_);
  calls_.assign(buckets_.size(), nullptr);
  for (auto* t : old)
    while (t != nullptr) {
      auto* next = t->chain;
      link(t);
      t = next;
    }
}

std::size_t Table::longest() const {
  std::size_t most = 0;
  for (const auto* t : buckets_) {
    std::size_t n = 0;
    for (; t != nullptr; t = t->chain) ++n;
    most = n > most ? n : most;
  }
  return most;
}

}  // namespace kukini::modules::tm
