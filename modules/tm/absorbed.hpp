// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Absorbed: what is left of finished transactions for as long as their peers may repeat themselves (timers D, I, J, L): small records
// in the order of their end, found by hash.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "sdk/timer.hpp"

namespace kukini::modules::tm {

/// What a record is for. Its payload follows it in memory.
enum class Kind : std::uint8_t {
  reply,     ///< J: a repeated request gets its final reply again. Payload: StoredReply
  accepted,  ///< L: a repeated INVITE is absorbed
  refused,   ///< I: repeated INVITEs and ACKs are absorbed, and all requests that got no answer
  ack,       ///< L: the ACK of a 2xx is known. Payload where its transaction wants to know: AnsweredBy
  branch,    ///< D: a repeated refusal is acknowledged again. Payload: StoredBranch
};

struct Record {
  static constexpr std::uint8_t kCounts = 1;      ///< stands for its transaction in the statistics
  static constexpr std::uint8_t kLocal = 2;       ///< the answer was made here: its ACK goes no further
  static constexpr std::uint8_t kForceRport = 4;  ///< the request was taken with force_rport()
  static constexpr std::uint8_t kCancelSeen = 8;

  Record* chain;        ///< next in the bucket
  std::uint64_t print;  ///< of all that must match; seeded, so that nobody can choose messages that share a bucket
  std::uint32_t due;    ///< lower half of the worker's milliseconds
  std::uint16_t units;  ///< size with payload, in 8 bytes
  Kind kind;
  std::uint8_t flags;

  bool has_payload() const { return units * 8u > sizeof(Record); }
  char* payload() { return reinterpret_cast<char*>(this + 1); }
  const char* payload() const { return reinterpret_cast<const char*>(this + 1); }
};
static_assert(sizeof(Record) == 24);
constexpr std::size_t kMaxPayload = 0xffff * 8 - sizeof(Record) - 8;

class Absorbed {
 public:
  enum Queue : unsigned { kLong, kShort, kQueues };  ///< durations; those of one queue should be equal
  /// Called for each record that goes: at its time, or `early` to make room.
  using Gone = void (*)(void* self, const Record& record, bool early);

  Absorbed(sdk::TimerWheel& timers, Gone gone, void* self);
  Absorbed(const Absorbed&) = delete;
  ~Absorbed();

  /// A record with room for `payload` bytes (at most kMaxPayload), valid until it goes; the caller fills in the rest.
  /// Null where there is no memory.
  Record* add(Queue queue, std::uint64_t now_ms, std::uint64_t duration_ms, std::uint64_t print, Kind kind, std::size_t payload = 0);
  Record* find(std::uint64_t print) const {
    auto* r = count_ != 0 ? *slot(index(print)) : nullptr;
    while (r != nullptr && r->print != print) r = r->chain;
    return r;
  }

  /// No more memory than this for records: the oldest go early. 0: as much as it takes.
  void limit(std::size_t bytes) { limit_ = bytes; }
  std::size_t size() const { return count_; }
  std::size_t bytes() const { return bytes_; }  ///< of records, used or not

 private:
  struct Chunk;
  struct Line : sdk::Timer {  ///< one queue
    Absorbed* owner = nullptr;
    Chunk *first = nullptr, *last = nullptr;
  };
  static constexpr std::size_t kSegment = 1024;

  static void expire(sdk::Timer& timer, sdk::Worker& worker);
  Record** slot(std::size_t i) const { return &segments_[i / kSegment][i % kSegment]; }
  std::size_t index(std::uint64_t print) const {
    std::size_t i = print & (2 * low_ - 1);
    return i < buckets_ ? i : i & (low_ - 1);
  }
  void* room(Line& line, std::size_t size);
  void drop_first(Line& line, bool early);
  void make_room();
  void link(Record* r);
  void unlink(Record* r);
  void split();
  void merge();

  sdk::TimerWheel& timers_;
  Gone gone_;
  void* self_;
  Line lines_[kQueues];
  // Linear hashing: the table grows and shrinks by one bucket at a time, so that no message waits for all of them to move.
  std::vector<std::unique_ptr<Record*[]>> segments_;
  std::size_t low_ = kSegment, buckets_ = kSegment, count_ = 0;  ///< low_: largest power of two <= buckets_
  std::size_t bytes_ = 0, limit_ = 0;
};

}  // namespace kukini::modules::tm
