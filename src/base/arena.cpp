// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Chunk handling of Arena.
#include "base/arena.hpp"

#include <algorithm>
#include <cstdlib>

namespace kukini::base {

Arena::~Arena() {
  for (auto& c : chunks_) std::free(c.at);
}

void* Arena::allocate_slow(std::size_t bytes, std::size_t align) {
  std::size_t want = std::max(chunk_bytes_, bytes + align);
  auto* at = static_cast<char*>(std::malloc(want));
  if (at == nullptr) throw std::bad_alloc();
  chunks_.push_back({at, want});
  held_ += want;
  next_ = at;
  end_ = at + want;
  return allocate(bytes, align);
}

void Arena::reset() {
  while (chunks_.size() > 1) {
    held_ -= chunks_.back().bytes;
    std::free(chunks_.back().at);
    chunks_.pop_back();
  }
  if (!chunks_.empty()) {
    next_ = chunks_[0].at;
    end_ = next_ + chunks_[0].bytes;
  }
}

}  // namespace kukini::base
