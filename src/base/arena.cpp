// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Chunk handling of Arena.
#include "base/arena.hpp"

#include <algorithm>

namespace kukini::base {

void Arena::free_down_to(Chunk* last) {
  while (chunk_ != last) {
    auto* below = chunk_->below;
    held_ -= chunk_->bytes;
    free_block(chunk_, chunk_->bytes);
    chunk_ = below;
  }
}

Arena::~Arena() { free_down_to(nullptr); }

void* Arena::allocate_slow(std::size_t bytes, std::size_t align) {
  std::size_t usual = first_bytes_;
  if (chunk_ != nullptr) usual = std::min(std::max(chunk_->bytes * 2, first_bytes_), chunk_bytes_);
  // A block of the pool has room to its full size.
  std::size_t want = block_size(std::max(usual, sizeof(Chunk) + bytes + align));
  auto* chunk = static_cast<Chunk*>(allocate_block(want));
  chunk->below = chunk_;
  chunk->bytes = want;
  chunk_ = chunk;
  if (first_ == nullptr) first_ = chunk;
  held_ += want;
  next_ = reinterpret_cast<char*>(chunk + 1);
  end_ = reinterpret_cast<char*>(chunk) + want;
  return allocate(bytes, align);
}

void Arena::reset() {
  free_down_to(first_);
  if (first_ == nullptr) return;
  next_ = reinterpret_cast<char*>(first_ + 1);
  end_ = reinterpret_cast<char*>(first_) + first_->bytes;
}

}  // namespace kukini::base
