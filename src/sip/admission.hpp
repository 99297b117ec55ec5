// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The front door: what is judged of a message before any script sees it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.hpp"
#include "sip/message.hpp"

namespace kukini::sip {

enum class Verdict : std::uint8_t { accept, reply, drop };

struct Admission {
  Verdict verdict = Verdict::accept;
  int code = 0;                       ///< of the reply to send statelessly
  std::string_view reason;            ///< its phrase, or why it is dropped
  std::string_view header_lines = {}; ///< to add to the reply: "Unsupported: …\r\n"
};

struct AdmissionPolicy {
  std::string_view proxy_require = {};         ///< option tags the server knows, comma list
  bool judge_proxy_require = true;        ///< 420 for other option tags; off where the script judges (sanity_check)
  bool max_forwards = false;              ///< judge Max-Forwards 0 (483): the script's mf_process_maxfwd_header does that as a rule
  bool schemes = true;                    ///< 416 for schemes nobody can route
  bool require_tags = false;              ///< 400 for a From without tag: RFC 2543 clients have none
  std::size_t max_echo = 512;             ///< longest header value put into an error reply
};

/// Judges a parsed message. Requests that are no messages at all, ACKs that would need an error, and bad replies are dropped.
Admission admit(const Message& message, const AdmissionPolicy& policy, base::Arena& arena);

}  // namespace kukini::sip
