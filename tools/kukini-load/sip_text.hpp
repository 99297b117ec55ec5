// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Just enough SIP text handling for a load generator that trusts its own messages.
#pragma once

#include <cstring>
#include <string_view>

namespace kukini::load {

/// The value of the first header with this full name (case-sensitive, as we send it); empty when absent.
inline std::string_view header(std::string_view message, std::string_view name_with_colon) {
  std::size_t at = 0;
  while ((at = message.find(name_with_colon, at)) != message.npos) {
    if (at >= 2 && message[at - 1] == '\n') {
      at += name_with_colon.size();
      while (at < message.size() && message[at] == ' ') ++at;
      auto end = message.find("\r\n", at);
      return message.substr(at, end == message.npos ? message.npos : end - at);
    }
    ++at;
  }
  return {};
}

/// Appends to a buffer that is large enough.
class Writer {
 public:
  explicit Writer(char* at) : begin_(at), at_(at) {}
  Writer& operator<<(std::string_view s) {
    std::memcpy(at_, s.data(), s.size());
    at_ += s.size();
    return *this;
  }
  Writer& operator<<(unsigned long n) {
    char digits[24], *p = digits + sizeof digits;
    do *--p = static_cast<char>('0' + n % 10);
    while ((n /= 10) != 0);
    return *this << std::string_view(p, static_cast<std::size_t>(digits + sizeof digits - p));
  }
  /// Every line of `message` that starts with this name, as it stands, under another name where given.
  Writer& lines(std::string_view message, std::string_view name_with_colon, std::string_view as = {}) {
    std::size_t at = 0;
    while ((at = message.find(name_with_colon, at)) != message.npos) {
      auto end = message.find("\r\n", at);
      if (at >= 2 && message[at - 1] == '\n' && end != message.npos) {
        *this << (as.empty() ? name_with_colon : as) << message.substr(at + name_with_colon.size(), end + 2 - at - name_with_colon.size());
        at = end;
      } else {
        ++at;
      }
    }
    return *this;
  }
  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  char *begin_, *at_;
};

}  // namespace kukini::load
