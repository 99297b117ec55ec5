// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Writer: appends to a span and remembers when it was too small.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace kukini::sip {

class Writer {
 public:
  explicit Writer(std::span<char> out) : begin_(out.data()), p_(out.data()), end_(out.data() + out.size()) {}

  Writer& put(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(end_ - p_)) {
      full_ = true;
      p_ = end_;
    } else if (!text.empty()) {
      std::memcpy(p_, text.data(), text.size());
      p_ += text.size();
    }
    return *this;
  }
  Writer& number(std::uint64_t value) {
    char digits[20];
    auto [end, ec] = std::to_chars(digits, digits + sizeof digits, value);
    (void)ec;
    return put({digits, static_cast<std::size_t>(end - digits)});
  }
  /// Bytes written, 0 when something did not fit.
  std::size_t size() const { return full_ ? 0 : static_cast<std::size_t>(p_ - begin_); }

 private:
  char* begin_;
  char* p_;
  char* end_;
  bool full_ = false;
};

}  // namespace kukini::sip
