// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Free lists of blocks by size, one set per thread.
#include "base/blocks.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "base/heap.hpp"

namespace kukini::base {

namespace {

// Steps of 16 bytes up to 128, then four steps to each doubling.
constexpr std::size_t kSmall = 128, kLargest = 8192;
constexpr unsigned kSmallClasses = kSmall / 16, kClasses = kSmallClasses + 4 * (std::bit_width(kLargest / kSmall) - 1);
/// What one list may keep. It only has to cover what comes and goes within some milliseconds.
constexpr std::size_t kKeepBytes = 256 * 1024;
/// As much freed is worth trimming the heap.
constexpr std::size_t kTrimBytes = 4 * 1024 * 1024;

constexpr unsigned class_of(std::size_t bytes) {
  if (bytes <= kSmall) return bytes == 0 ? 0 : static_cast<unsigned>((bytes - 1) / 16);
  auto doubling = static_cast<unsigned>(std::bit_width(bytes - 1)) - static_cast<unsigned>(std::bit_width(kSmall));
  auto step = ((bytes - 1) >> (doubling + 5)) - 4;
  return kSmallClasses + doubling * 4 + static_cast<unsigned>(step);
}
constexpr std::size_t size_of(unsigned index) {
  if (index < kSmallClasses) return (index + 1) * 16;
  auto doubling = (index - kSmallClasses) / 4, step = (index - kSmallClasses) % 4;
  return std::size_t{step + 5} << (doubling + 5);
}
static_assert(size_of(class_of(1)) == 16 && size_of(class_of(128)) == 128 && size_of(class_of(129)) == 160 && size_of(class_of(161)) == 192);
static_assert(size_of(class_of(256)) == 256 && size_of(class_of(257)) == 320 && size_of(class_of(kLargest)) == kLargest);
static_assert(class_of(kLargest) == kClasses - 1);

struct Free {
  Free* next;
};
struct Lists {
  std::array<Free*, kClasses> first;
  std::array<std::uint32_t, kClasses> room;  ///< blocks the list would still take
  std::size_t to_heap;  ///< bytes freed beyond the lists since the heap was trimmed
  bool in_use, ended;
};
thread_local constinit Lists lists{};

void empty_lists() {
  for (unsigned i = 0; i < kClasses; ++i) {
    while (auto* at = lists.first[i]) {
      lists.first[i] = at->next;
      std::free(at);
    }
    lists.room[i] = static_cast<std::uint32_t>(kKeepBytes / size_of(i));
  }
}

struct AtThreadEnd {
  ~AtThreadEnd() {
    lists.ended = true;
    empty_lists();
  }
};

bool begin() {
  if (lists.ended) return false;
  static thread_local AtThreadEnd at_end;
  (void)&at_end;
  empty_lists();
  return lists.in_use = true;
}

// A sanitizer sees the use of freed memory only when it is really freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kKeep = false;
#else
constexpr bool kKeep = true;
#endif

}  // namespace

std::size_t block_size(std::size_t bytes) { return bytes <= kLargest ? size_of(class_of(bytes)) : bytes; }

void* allocate_block(std::size_t bytes) {
  std::size_t size = bytes;
  if (bytes <= kLargest) {
    auto index = class_of(bytes);
    if (auto* at = lists.first[index]; at != nullptr) {
      lists.first[index] = at->next;
      ++lists.room[index];
      return at;
    }
    if (kKeep) size = size_of(index);
  }
  void* at = std::malloc(size);
  if (at == nullptr) throw std::bad_alloc();
  return at;
}

void free_block(void* at, std::size_t bytes) noexcept {
  if (at == nullptr) return;
  if (kKeep && bytes <= kLargest && !lists.ended && (lists.in_use || begin())) {
    auto index = class_of(bytes);
    if (lists.room[index] != 0) {
      --lists.room[index];
      auto* block = static_cast<Free*>(at);
      block->next = lists.first[index];
      lists.first[index] = block;
      return;
    }
  }
  lists.to_heap += bytes;
  std::free(at);
}

void trim_heap() {
  if (lists.to_heap < kTrimBytes) return;
  lists.to_heap = 0;
  empty_lists();  // a block in a list keeps its whole page
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace kukini::base
