// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ByteRing: received messages on their way from one worker to another: one writer, one reader, no lock.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "io/flow.hpp"

namespace kukini::core {

/// Messages are copied in and stand contiguously. The reader's view is valid until pop().
class ByteRing {
 public:
  explicit ByteRing(std::size_t bytes) : capacity_(bytes), data_(new char[bytes]) {}

  /// False when there is no room. Writer only.
  bool push(const io::Flow& flow, std::string_view bytes) {
    std::size_t need = frame_bytes(bytes.size());
    std::size_t head = head_.load(std::memory_order_relaxed), tail = tail_.load(std::memory_order_acquire);
    std::size_t at = head % capacity_;
    std::size_t skip = at + need > capacity_ ? capacity_ - at : 0;  // never split a frame
    if (need > capacity_ / 2 || head + skip + need - tail > capacity_) return false;
    if (skip != 0) {
      Frame wrap;
      wrap.bytes = kWrap;
      std::memcpy(data_.get() + at, &wrap, sizeof wrap);
      at = 0;
    }
    Frame frame;
    frame.flow = flow;
    frame.bytes = static_cast<std::uint32_t>(bytes.size());
    std::memcpy(data_.get() + at, &frame, sizeof frame);
    std::memcpy(data_.get() + at + sizeof frame, bytes.data(), bytes.size());
    // Sequentially consistent, as is empty(): the reader says it sleeps and then looks, the writer writes and then asks.
    head_.store(head + skip + need, std::memory_order_seq_cst);
    return true;
  }

  /// The oldest message; false when empty. Reader only.
  bool front(io::Flow& flow, std::string_view& bytes) {
    for (;;) {
      std::size_t tail = tail_.load(std::memory_order_relaxed);
      if (tail == head_.load(std::memory_order_acquire)) return false;
      Frame frame;
      std::memcpy(&frame, data_.get() + tail % capacity_, sizeof frame);
      if (frame.bytes == kWrap) {
        tail_.store(tail + capacity_ - tail % capacity_, std::memory_order_release);
        continue;
      }
      flow = frame.flow;
      bytes = {data_.get() + tail % capacity_ + sizeof frame, frame.bytes};
      return true;
    }
  }
  void pop() {
    std::size_t tail = tail_.load(std::memory_order_relaxed);
    Frame frame;
    std::memcpy(&frame, data_.get() + tail % capacity_, sizeof frame);
    tail_.store(tail + frame_bytes(frame.bytes), std::memory_order_release);
  }
  bool empty() const { return tail_.load(std::memory_order_relaxed) == head_.load(std::memory_order_seq_cst); }

 private:
  struct Frame {
    io::Flow flow;
    std::uint32_t bytes = 0;
  };
  static constexpr std::uint32_t kWrap = UINT32_MAX;
  static constexpr std::size_t kAlign = 128;  // a frame's head always fits before the end of the ring
  static_assert(sizeof(Frame) <= kAlign);
  static std::size_t frame_bytes(std::size_t bytes) { return (sizeof(Frame) + bytes + kAlign - 1) / kAlign * kAlign; }

  const std::size_t capacity_;  ///< a multiple of kAlign
  std::unique_ptr<char[]> data_;
  alignas(64) std::atomic<std::size_t> head_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace kukini::core
