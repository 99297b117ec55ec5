// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// MessageParser: the one pass over the bytes of a message that fills its index.
#pragma once

#include "sip/message.hpp"

namespace kukini::sip {

class MessageParser {
 public:
  MessageParser(Message& message, base::Arena& arena) : m_(message), arena_(arena) {}
  /// False when the bytes do not even look like SIP.
  bool start_line(std::string_view bytes);
  void headers();
  void body();

 private:
  void fail(ParseOutcome outcome) {
    if (m_.outcome_ == ParseOutcome::ok) m_.outcome_ = outcome;
  }
  bool request_line(std::string_view line);
  void status_line(std::string_view line);
  void version(std::string_view text);
  Header& add_header();
  void header_line(const char* begin, const char* value_end, const char* end, bool folded);
  void link();

  Message& m_;
  base::Arena& arena_;
  std::uint32_t capacity_ = 0;
};

}  // namespace kukini::sip
