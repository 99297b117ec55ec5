// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Method names.
#include "sip/method.hpp"

#include <array>

namespace kukini::sip {
namespace {
constexpr std::array<std::string_view, 15> kNames = {"INVITE", "ACK",     "CANCEL",  "BYE",  "OPTIONS", "REGISTER", "PRACK",  "UPDATE",
                                                     "SUBSCRIBE", "NOTIFY", "PUBLISH", "MESSAGE", "INFO", "REFER", "UNKNOWN"};
}

Method parse_method(std::string_view text) {
  auto is = [text](Method m) { return text == kNames[static_cast<std::size_t>(m)] ? m : Method::unknown; };
  if (text.size() < 3) return Method::unknown;
  switch (text[0]) {
    case 'I': return text[2] == 'V' ? is(Method::invite) : is(Method::info);
    case 'A': return is(Method::ack);
    case 'C': return is(Method::cancel);
    case 'B': return is(Method::bye);
    case 'O': return is(Method::options);
    case 'R': return text[2] == 'G' ? is(Method::register_) : is(Method::refer);
    case 'P': return text[1] == 'R' ? is(Method::prack) : is(Method::publish);
    case 'U': return text.size() == 6 ? is(Method::update) : Method::unknown;
    case 'S': return is(Method::subscribe);
    case 'N': return is(Method::notify);
    case 'M': return is(Method::message);
    default: return Method::unknown;
  }
}

std::string_view to_string(Method method) { return kNames[static_cast<std::size_t>(method)]; }

}  // namespace kukini::sip
