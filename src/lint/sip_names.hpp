// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Registered names of SIP that scripts spell out: methods, status codes with their phrases.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kukini::lint {

/// The IANA registry's methods, and KDMQ, which Kamailio's dmq module speaks.
std::span<const std::string_view> sip_methods();
bool is_sip_method(std::string_view name);

struct StatusPhrase {
  int code;
  std::string_view phrase;
};
/// The registry's reply codes, in order.
std::span<const StatusPhrase> status_phrases();
/// Empty: not registered.
std::string_view status_phrase(std::int64_t code);

}  // namespace kukini::lint
