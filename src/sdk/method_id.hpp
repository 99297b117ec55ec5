// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Kamailio's numbers of methods, as scripts see them ($rmid, methods_filter): one bit each.
#pragma once

#include <cstdint>

#include "sip/method.hpp"

namespace kukini::sdk {

constexpr std::int64_t kOtherMethodId = 1 << 14;

constexpr std::int64_t method_id(sip::Method m) {
  using enum sip::Method;
  switch (m) {
    case invite: return 1;
    case cancel: return 2;
    case ack: return 4;
    case bye: return 8;
    case info: return 16;
    case register_: return 32;
    case subscribe: return 64;
    case notify: return 128;
    case message: return 256;
    case options: return 512;
    case prack: return 1024;
    case update: return 2048;
    case refer: return 4096;
    case publish: return 8192;
    default: return kOtherMethodId;
  }
}

}  // namespace kukini::sdk
