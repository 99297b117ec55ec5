// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Arena: bump allocation for what lives as long as one message, transaction or program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/blocks.hpp"

namespace kukini::base {

/// Memory that is freed all at once. Destructors are not run: only trivially destructible types go in.
class Arena : public InBlocks {
 public:
  explicit Arena(std::size_t chunk_bytes = 4096) : Arena(chunk_bytes, chunk_bytes) {}
  /// Starts with `first_bytes`; each further chunk is twice as large as the one before, up to `chunk_bytes`.
  Arena(std::size_t first_bytes, std::size_t chunk_bytes) : first_bytes_(first_bytes), chunk_bytes_(chunk_bytes) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  void* allocate(std::size_t bytes, std::size_t align = alignof(std::max_align_t)) {
    auto at = (reinterpret_cast<std::uintptr_t>(next_) + align - 1) & ~(std::uintptr_t{align} - 1);
    if (at + bytes > reinterpret_cast<std::uintptr_t>(end_)) return allocate_slow(bytes, align);
    next_ = reinterpret_cast<char*>(at + bytes);
    return reinterpret_cast<void*>(at);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  template <class T>
  std::span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    auto* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  std::string_view concat(std::string_view a, std::string_view b) {
    auto* to = static_cast<char*>(allocate(a.size() + b.size(), 1));
    if (!a.empty()) std::memcpy(to, a.data(), a.size());
    if (!b.empty()) std::memcpy(to + a.size(), b.data(), b.size());
    return {to, a.size() + b.size()};
  }

  /// Forgets everything allocated; keeps the first chunk for the next use.
  void reset();
  /// Bytes held from the system.
  std::size_t held() const { return held_; }

 private:
  struct Chunk {
    Chunk* below;
    std::size_t bytes;  ///< with this head
  };
  void* allocate_slow(std::size_t bytes, std::size_t align);
  void free_down_to(Chunk* last);

  std::size_t first_bytes_, chunk_bytes_;
  std::size_t held_ = 0;
  char* next_ = nullptr;
  char* end_ = nullptr;
  Chunk* chunk_ = nullptr;  ///< the newest
  Chunk* first_ = nullptr;
};

}  // namespace kukini::base
