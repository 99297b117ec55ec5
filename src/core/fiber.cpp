// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Stacks from mmap with a guard page below; switches announced to AddressSanitizer and ThreadSanitizer.
#include "core/fiber.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <boost/context/preallocated.hpp>

#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#define KUKINI_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#define KUKINI_TSAN 1
#endif

namespace kukini::core {

namespace {
#ifdef KUKINI_ASAN
constexpr std::size_t kScale = 4;  // instrumented frames are larger
#else
constexpr std::size_t kScale = 1;
#endif

std::size_t page() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}
}  // namespace

/// The stack is ours; Boost must not free it.
struct Fibers::StackAllocator {
  void deallocate(boost::context::stack_context&) noexcept {}
};

Fibers::Fibers(void (*body)(void*), void* self, std::size_t max) : body_(body), self_(self), max_(max) {
  all_.reserve(16);
  idle_.reserve(max_ < 64 ? max_ : 64);
}

void Fibers::enter_thread() {
#ifdef KUKINI_ASAN
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    void* low = nullptr;
    std::size_t bytes = 0;
    pthread_attr_getstack(&attributes, &low, &bytes);
    main_.stack = static_cast<char*>(low);
    main_.stack_bytes = bytes;
    pthread_attr_destroy(&attributes);
  }
#endif
#ifdef KUKINI_TSAN
  main_.tsan = __tsan_get_current_fiber();
#endif
}

Fibers::~Fibers() {
  ending_ = true;
#ifdef KUKINI_TSAN
  // Returning from a fiber's first function is beyond what ThreadSanitizer follows: the idle stacks are left behind.
  for (auto& fiber : all_) static_cast<void>(fiber.release());
#else
  enter_thread();  // often not the thread that ran the fibers
  for (auto& fiber : all_) {
    if (fiber->context) switch_to(fiber.get());
    munmap(fiber->stack - page(), fiber->stack_bytes + page());
  }
#endif
}

Fiber* Fibers::take() {
  if (idle_.empty()) return make();
  Fiber* fiber = idle_.back();
  idle_.pop_back();
  return fiber;
}

Fiber* Fibers::make() {
  if (all_.size() >= max_) return nullptr;
  std::size_t bytes = kStackBytes * kScale;
  void* at = mmap(nullptr, bytes + page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (at == MAP_FAILED) return nullptr;
  mprotect(at, page(), PROT_NONE);
  auto fiber = std::make_unique<Fiber>();
  fiber->stack = static_cast<char*>(at) + page();
  fiber->stack_bytes = bytes;
#ifdef KUKINI_TSAN
  fiber->tsan = __tsan_create_fiber(0);
#endif
  boost::context::stack_context stack;
  stack.size = bytes;
  stack.sp = fiber->stack + bytes;
  boost::context::preallocated place(stack.sp, stack.size, stack);
#ifdef KUKINI_ASAN
  // Boost enters the new stack at once: that frame must not lie in the fake stack of whoever makes the fiber.
  void* mine = nullptr;
  __sanitizer_start_switch_fiber(&mine, fiber->stack, bytes);
#endif
  fiber->context = boost::context::fiber(std::allocator_arg, place, StackAllocator{},
                                         [this](boost::context::fiber&& from) { return run(std::move(from)); });
#ifdef KUKINI_ASAN
  __sanitizer_finish_switch_fiber(mine, nullptr, nullptr);
#endif
  all_.push_back(std::move(fiber));
  return all_.back().get();
}

void Fibers::arrived(boost::context::fiber&& from) {
#ifdef KUKINI_ASAN
  __sanitizer_finish_switch_fiber(current_->fake_stack, nullptr, nullptr);
#endif
  left_->context = std::move(from);
}

boost::context::fiber Fibers::run(boost::context::fiber&& from) {
  arrived(std::move(from));
  while (!ending_) body_(self_);
  Fiber* to = left_;
  current_->finished = true;
  current_ = to;
#ifdef KUKINI_ASAN
  __sanitizer_start_switch_fiber(nullptr, to->stack, to->stack_bytes);
#endif
#ifdef KUKINI_TSAN
  __tsan_switch_to_fiber(to->tsan, 0);
#endif
  return std::move(to->context);
}

void Fibers::switch_to(Fiber* to) {
  Fiber* from = current_;
  left_ = from;
  current_ = to;
#ifdef KUKINI_ASAN
  __sanitizer_start_switch_fiber(&from->fake_stack, to->stack, to->stack_bytes);
#endif
#ifdef KUKINI_TSAN
  __tsan_switch_to_fiber(to->tsan, 0);
#endif
  auto who = std::move(to->context).resume();
  // Nothing came back: `to` has run to its end and returned here. (A fiber that ended while this one was suspended is another matter:
  // then somebody else switched here, and `who` is that one.)
  if (!who) {
#ifdef KUKINI_ASAN
    __sanitizer_finish_switch_fiber(from->fake_stack, nullptr, nullptr);
#endif
    return;
  }
  arrived(std::move(who));
}

}  // namespace kukini::core
