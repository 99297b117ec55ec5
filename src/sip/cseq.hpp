// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CSeq (RFC 3261 §20.16): number and method.
#pragma once

#include <cstdint>
#include <string_view>

#include "sip/method.hpp"

namespace kukini::sip {

struct CSeq {
  std::uint32_t number = 0;
  std::string_view number_text;
  Method method = Method::unknown;
  std::string_view method_text;
};

/// False unless `text` is exactly 1*DIGIT LWS token with a number below 2^32.
bool parse_cseq(std::string_view text, CSeq& out);

}  // namespace kukini::sip
