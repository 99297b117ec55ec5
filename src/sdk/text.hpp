// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// TextBuilder and text_of(): making text in an arena, for values, header lines and replies.
#pragma once

#include <charconv>
#include <cstring>
#include <string_view>

#include "sdk/context.hpp"

namespace kukini::sdk {

/// Grows in an arena; what view() returned stays valid as long as the arena does.
class TextBuilder {
 public:
  explicit TextBuilder(base::Arena& arena, std::size_t reserve = 128) : arena_(&arena), capacity_(reserve) {
    data_ = static_cast<char*>(arena.allocate(reserve, 1));
  }

  TextBuilder& operator<<(std::string_view s) {
    if (size_ + s.size() > capacity_) grow(s.size());
    if (!s.empty()) std::memcpy(data_ + size_, s.data(), s.size());
    size_ += s.size();
    return *this;
  }
  TextBuilder& operator<<(char c) { return *this << std::string_view(&c, 1); }
  TextBuilder& operator<<(std::int64_t n) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    return *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
  }
  TextBuilder& operator<<(int n) { return *this << std::int64_t{n}; }
  TextBuilder& operator<<(unsigned n) { return *this << std::int64_t{n}; }

  std::string_view view() const { return {data_, size_}; }
  std::size_t size() const { return size_; }
  void shrink_to(std::size_t size) { size_ = size; }

 private:
  void grow(std::size_t more) {
    std::size_t capacity = capacity_ * 2 > size_ + more ? capacity_ * 2 : size_ + more;
    auto* to = static_cast<char*>(arena_->allocate(capacity, 1));
    if (size_ != 0) std::memcpy(to, data_, size_);
    data_ = to;
    capacity_ = capacity;
  }

  base::Arena* arena_;
  char* data_;
  std::size_t size_ = 0;
  std::size_t capacity_;
};

/// The number in decimal, in the arena.
inline std::string_view number_text(base::Arena& arena, std::int64_t n) {
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  return arena.copy({digits, static_cast<std::size_t>(end - digits)});
}

/// The text of a value as a format prints it; empty for null. Whether it is null must be asked before.
inline std::string_view text_of(base::Arena& arena, const Value& v) {
  switch (v.type) {
    case Value::Type::null: return {};
    case Value::Type::integer: return number_text(arena, v.i);
    default: return v.s;
  }
}
inline std::string_view text_of(Context& context, const Value& v) { return text_of(*context.arena, v); }

/// The number of a value: text is read as a decimal number, 0 where it is none.
inline std::int64_t number_of(const Value& v) {
  if (v.is_integer() || v.type == Value::Type::coded) return v.i;
  std::int64_t n = 0;
  auto s = v.s;
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  std::from_chars(s.data(), s.data() + s.size(), n);
  return n;
}

}  // namespace kukini::sdk
