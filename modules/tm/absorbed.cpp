// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Absorbed: records stand one behind the other in chunks, oldest first; a chunk is given back when its last record has gone.
#include "absorbed.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "sdk/worker.hpp"

namespace kukini::modules::tm {

struct Absorbed::Chunk {
  static constexpr std::size_t kSize = 128 * 1024;
  Chunk* next;
  std::size_t size, read, used;  ///< bytes: of all, up to the oldest record, up to the end of the newest
  char* at(std::size_t offset) { return reinterpret_cast<char*>(this) + offset; }
};

Absorbed::Absorbed(sdk::TimerWheel& timers, Gone gone, void* self) : timers_(timers), gone_(gone), self_(self) {
  for (auto& line : lines_) {
    line.owner = this;
    line.fire = expire;
  }
  segments_.push_back(std::make_unique<Record*[]>(kSegment));
}

Absorbed::~Absorbed() {
  for (auto& line : lines_) {
    timers_.cancel(line);
    while (line.first != nullptr && line.first->read < line.first->used) drop_first(line, false);
    if (line.first != nullptr) ::munmap(line.first, line.first->size);
  }
}

/// Straight from the system, not from the heap: what a burst needed goes back for certain.
void* Absorbed::room(Line& line, std::size_t size) {
  if (line.last == nullptr || line.last->size - line.last->used < size) {
    auto bytes = std::max(Chunk::kSize, (size + sizeof(Chunk) + 4095) / 4096 * 4096);
    void* at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return nullptr;
    auto* chunk = new (at) Chunk{nullptr, bytes, sizeof(Chunk), sizeof(Chunk)};
    (line.last != nullptr ? line.last->next : line.first) = chunk;
    line.last = chunk;
    bytes_ += bytes;
    if (line.first != chunk && line.first->read == line.first->used) {  // an empty one in front
      auto* empty = line.first;
      line.first = empty->next;
      bytes_ -= empty->size;
      ::munmap(empty, empty->size);
    }
  }
  void* at = line.last->at(line.last->used);
  line.last->used += size;
  return at;
}

Record* Absorbed::add(Queue queue, std::uint64_t now_ms, std::uint64_t duration_ms, std::uint64_t print, Kind kind, std::size_t payload) {
  auto size = sizeof(Record) + (payload + 7) / 8 * 8;
  auto& line = lines_[queue];
  make_room();
  auto due = now_ms + duration_ms;
  void* at = room(line, size);
  if (at == nullptr) return nullptr;
  auto* r = new (at) Record{};
  r->print = print;
  r->due = static_cast<std::uint32_t>(due);
  r->units = static_cast<std::uint16_t>(size / 8);
  r->kind = kind;
  link(r);
  if (!line.armed()) timers_.arm(line, due);
  return r;
}

void Absorbed::drop_first(Line& line, bool early) {
  auto* chunk = line.first;
  auto* r = reinterpret_cast<Record*>(chunk->at(chunk->read));
  unlink(r);
  chunk->read += std::size_t{r->units} * 8;
  gone_(self_, *r, early);
  if (chunk->read != chunk->used) return;
  if (chunk->next == nullptr && chunk->size == Chunk::kSize) {  // the next record starts it again
    chunk->read = chunk->used = sizeof(Chunk);
    return;
  }
  line.first = chunk->next;
  if (line.first == nullptr) line.last = nullptr;
  bytes_ -= chunk->size;
  ::munmap(chunk, chunk->size);
}

/// The oldest records first: those of the longer wait, unless there are none.
void Absorbed::make_room() {
  if (limit_ == 0 || bytes_ <= limit_) return;
  for (auto& line : lines_) {
    auto* chunk = line.first;
    if (chunk == nullptr || chunk->next == nullptr) continue;
    while (line.first == chunk) drop_first(line, true);
    if (bytes_ <= limit_) return;
  }
}

void Absorbed::expire(sdk::Timer& timer, sdk::Worker& worker) {
  auto& line = static_cast<Line&>(timer);
  auto now = static_cast<std::uint32_t>(worker.now_ms());
  while (line.first != nullptr && line.first->read < line.first->used) {
    auto left = static_cast<std::int32_t>(reinterpret_cast<Record*>(line.first->at(line.first->read))->due - now);
    if (left > 0) {
      worker.timers().arm(timer, worker.now_ms() + static_cast<std::uint32_t>(left));
      return;
    }
    line.owner->drop_first(line, false);
  }
}

void Absorbed::link(Record* r) {
  if (++count_ > buckets_) split();
  auto** head = slot(index(r->print));
  r->chain = *head;
  *head = r;
}

void Absorbed::unlink(Record* r) {
  auto** at = slot(index(r->print));
  while (*at != r) at = &(*at)->chain;
  *at = r->chain;
  --count_;
  for (int i = 0; i < 2 && buckets_ > kSegment && count_ < buckets_ / 4; ++i) merge();
}

void Absorbed::split() {
  if (buckets_ % kSegment == 0) segments_.push_back(std::make_unique<Record*[]>(kSegment));
  auto old = buckets_ - low_, made = buckets_++;
  auto mask = 2 * low_ - 1;
  if (buckets_ == 2 * low_) low_ *= 2;
  Record *stay = nullptr, *go = nullptr;
  for (auto* r = *slot(old); r != nullptr;) {
    auto* next = r->chain;
    auto*& to = (r->print & mask) == made ? go : stay;
    r->chain = to;
    to = r;
    r = next;
  }
  *slot(old) = stay;
  *slot(made) = go;
}

void Absorbed::merge() {
  if (buckets_ == low_) low_ /= 2;
  auto last = --buckets_;
  auto** from = slot(last);
  auto** to = slot(last - low_);
  while (*to != nullptr) to = &(*to)->chain;
  *to = *from;
  *from = nullptr;
  if (buckets_ % kSegment == 0) segments_.pop_back();
}

}  // namespace kukini::modules::tm
