// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The checks behind the bits of sanity_check().
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.hpp"
#include "sip/message.hpp"

namespace kukini::modules::sanity {

/// Bits of the first argument, as Kamailio's module documents them.
enum MessageCheck : std::uint32_t {
  kVersion = 1,
  kRuriScheme = 2,
  kRequiredHeaders = 4,
  kViaVersion = 8,    // without effect there and here
  kViaProtocol = 16,  // without effect there and here
  kCseqMethod = 32,
  kCseqValue = 64,
  kContentLength = 128,
  kExpires = 256,
  kProxyRequire = 512,
  kUris = 1024,
  kDigest = 2048,
  kDuplicateTags = 4096,
  kAuthorization = 8192,
  kVia1 = 16384,
};
enum UriCheck : std::uint32_t { kUriRuri = 1, kUriFrom = 2, kUriTo = 4, kUriContact = 8 };

/// What to answer; code 0 when everything asked for is in order.
struct Finding {
  int code = 0;
  std::string_view reason;
  std::string_view header_lines = {};
};

/// Most bytes of each; 0: any.
struct Sizes {
  std::int64_t message = 16384, headers = 8192, body = 8192, header = 2048, method = 32;
  std::int64_t ruri = 256, from_uri = 256, to_uri = 256, contact_uri = 256, route_uri = 256, path_uri = 256, pai_uri = 256;
};
Finding judge_sizes(const sip::Message& msg, const Sizes& most);

struct Request {
  std::uint32_t checks;
  std::uint32_t uri_checks;
  std::string_view proxy_require;  ///< known option tags, comma list
};

Finding examine(const sip::Message& msg, const Request& what, base::Arena& arena);

}  // namespace kukini::modules::sanity
