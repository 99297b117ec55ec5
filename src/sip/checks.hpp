// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Single checks of a message, each on its own, for the front door and the sanity module.
#pragma once

#include <cstdint>
#include <string_view>

#include "sip/message.hpp"

namespace kukini::sip {

enum class Check : std::uint8_t { ok, missing, malformed, mismatch, duplicate, unsupported, too_short };

/// The start line says SIP/2.0.
Check check_version(const Message& message);
/// The R-URI parses; `unsupported` for a scheme other than sip, sips, tel, tels, urn.
Check check_ruri(const Message& message);
Check check_ruri_scheme(const Message& message);
/// To, From, CSeq, Call-ID, Via are there (RFC 3261 §8.1.1; Max-Forwards is not asked for, as of old clients).
Check check_required_headers(const Message& message);
/// Headers that may stand once do (RFC 4475 §3.3.8): From, To, Call-ID, CSeq, Max-Forwards, Content-Length with differing values.
Check check_unique_headers(const Message& message);
/// CSeq is well-formed and (in requests) names the method.
Check check_cseq(const Message& message);
Check check_cseq_value(const Message& message);
Check check_cseq_method(const Message& message);
/// Content-Length is a number; `too_short` when the body has fewer bytes than it says.
Check check_content_length(const Message& message);
Check check_expires(const Message& message);
Check check_max_forwards(const Message& message);
Check check_via(const Message& message);   ///< every Via value
Check check_from(const Message& message);
Check check_to(const Message& message);
Check check_from_to_uri(const Message& message);
Check check_contact(const Message& message);
Check check_routes(const Message& message);
/// `unsupported` when Proxy-Require names an option that is not in `known` (comma list, case-insensitive).
Check check_proxy_require(const Message& message, std::string_view known);

}  // namespace kukini::sip
