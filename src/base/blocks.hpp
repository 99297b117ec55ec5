// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Blocks: memory of one thread that comes and goes with every message, kept in free lists by size instead of given back each time.
#pragma once

#include <cstddef>

namespace kukini::base {

/// At least `bytes` bytes, aligned for anything. From the calling thread's free list of that size, else from the heap.
void* allocate_block(std::size_t bytes);
/// `bytes` as it was given to allocate_block(). May run on another thread than that. Each list is bounded: the rest goes back to the heap.
void free_block(void* at, std::size_t bytes) noexcept;
/// How much a block of `bytes` really holds; any count up to it names the same list.
std::size_t block_size(std::size_t bytes);

/// Base of types that are made and freed per message: `new` and `delete` take blocks.
struct InBlocks {
  static void* operator new(std::size_t bytes) { return allocate_block(bytes); }
  static void operator delete(void* at, std::size_t bytes) noexcept { free_block(at, bytes); }
};

/// For containers of such types.
template <class T>
struct BlockAllocator {
  using value_type = T;
  BlockAllocator() = default;
  template <class U>
  BlockAllocator(const BlockAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(allocate_block(n * sizeof(T))); }
  void deallocate(T* at, std::size_t n) noexcept { free_block(at, n * sizeof(T)); }
  bool operator==(const BlockAllocator&) const { return true; }
};

}  // namespace kukini::base
