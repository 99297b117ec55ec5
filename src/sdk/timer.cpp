// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Hierarchical timing wheel: four levels of 256 slots, one millisecond the finest.
#include "sdk/timer.hpp"

#include <algorithm>

namespace kukini::sdk {

namespace {
void unlink(Timer& t) {
  t.prev->next = t.next;
  t.next->prev = t.prev;
  t.prev = t.next = nullptr;
}
void link_back(Timer& head, Timer& t) {
  t.prev = head.prev;
  t.next = &head;
  head.prev->next = &t;
  head.prev = &t;
}
void append_all(Timer& from, Timer& to) {
  while (from.next != &from) {
    Timer& t = *from.next;
    unlink(t);
    link_back(to, t);
  }
}
void move_all(Timer& from, Timer& to) {
  to.prev = to.next = &to;
  append_all(from, to);
}
}  // namespace

TimerWheel::TimerWheel() {
  expired_.prev = expired_.next = &expired_;
  for (auto& level : slots_)
    for (auto& head : level) head.prev = head.next = &head;
}

void TimerWheel::place(Timer& t) {
  std::uint64_t due = std::max(t.due_ms, now_ + 1);
  std::uint64_t ahead = due - now_;
  for (unsigned level = 0; level < kLevels; ++level) {
    if (ahead < (std::uint64_t{1} << (kBits * (level + 1))) || level + 1 == kLevels) {
      if (level + 1 == kLevels) due = std::min(due, now_ + (std::uint64_t{1} << (kBits * kLevels)) - 1);
      link_back(slots_[level][(due >> (kBits * level)) & (kSlots - 1)], t);
      return;
    }
  }
}

void TimerWheel::arm(Timer& t, std::uint64_t due_ms) {
  if (t.armed()) {
    unlink(t);
    --armed_;
  }
  t.due_ms = due_ms;
  place(t);
  ++armed_;
}

void TimerWheel::cancel(Timer& t) {
  if (!t.armed()) return;
  unlink(t);
  --armed_;
}

void TimerWheel::cascade() {
  for (unsigned level = kLevels - 1; level > 0; --level) {
    if ((now_ & ((std::uint64_t{1} << (kBits * level)) - 1)) != 0) continue;
    Timer pending;
    move_all(slots_[level][(now_ >> (kBits * level)) & (kSlots - 1)], pending);
    while (pending.next != &pending) {
      Timer& t = *pending.next;
      unlink(t);
      if (t.due_ms <= now_)
        link_back(expired_, t);
      else
        place(t);
    }
  }
}

void TimerWheel::fire_expired(Worker& worker) {
  while (expired_.next != &expired_) {
    Timer& t = *expired_.next;
    unlink(t);
    --armed_;
    ++fired_;
    t.fire(t, worker);
  }
}

void TimerWheel::advance(std::uint64_t now_ms, Worker& worker) {
  if (now_ == 0 && armed_ != 0 && now_ms > 0) {
    // Timers armed before the first advance were placed relative to zero: place them anew.
    Timer pending;
    pending.prev = pending.next = &pending;
    for (auto& level : slots_)
      for (auto& head : level) append_all(head, pending);
    now_ = now_ms - 1;
    while (pending.next != &pending) {
      Timer& t = *pending.next;
      unlink(t);
      place(t);
    }
  }
  fire_expired(worker);
  while (now_ < now_ms) {
    if (armed_ == 0) {
      now_ = now_ms;
      return;
    }
    ++now_;
    cascade();
    append_all(slots_[0][now_ & (kSlots - 1)], expired_);
    fire_expired(worker);
  }
}

std::uint64_t TimerWheel::next_due() const {
  if (armed_ == 0) return UINT64_MAX;
  std::uint64_t best = UINT64_MAX;
  for (const Timer* t = expired_.next; t != &expired_; t = t->next) best = std::min(best, t->due_ms);
  for (const auto& level : slots_)
    for (const auto& head : level)
      for (const Timer* t = head.next; t != &head; t = t->next) best = std::min(best, t->due_ms);
  return best;
}

int TimerWheel::wait_ms(std::uint64_t now_ms, int limit) const {
  if (armed_ == 0) return limit;
  if (now_ < now_ms || expired_.next != &expired_) return 0;
  for (int ahead = 1; ahead < limit; ++ahead) {
    std::uint64_t at = now_ + static_cast<std::uint64_t>(ahead);
    if ((at & (kSlots - 1)) == 0) return ahead;
    const Timer& head = slots_[0][at & (kSlots - 1)];
    if (head.next != &head) return ahead;
  }
  return limit;
}

}  // namespace kukini::sdk
