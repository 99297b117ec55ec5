// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Counts what is taken from the heap while a CountAllocations lives. Replaces operator new: one source file of a program includes it.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace kukini::test {

/// Of the thread that made it, from its making to its end. Not nested.
class CountAllocations {
 public:
  CountAllocations() {
    count_ = 0;
    counting_ = true;
  }
  ~CountAllocations() { counting_ = false; }
  std::size_t so_far() const { return count_; }

  /// Null where there is no memory.
  static void* attempt(std::size_t bytes) {
    if (counting_) ++count_;
    return std::malloc(bytes);
  }
  static void* allocate(std::size_t bytes) {
    if (void* p = attempt(bytes)) return p;
    throw std::bad_alloc();
  }

 private:
  static inline thread_local bool counting_ = false;
  static inline thread_local std::size_t count_ = 0;
};

}  // namespace kukini::test

// Not inlined: the compiler would see malloc() and free() of different pairs.
[[gnu::noinline]] void* operator new(std::size_t bytes) { return kukini::test::CountAllocations::allocate(bytes); }
[[gnu::noinline]] void* operator new[](std::size_t bytes) { return kukini::test::CountAllocations::allocate(bytes); }
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return kukini::test::CountAllocations::attempt(bytes); }
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete[](void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
