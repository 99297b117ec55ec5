// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// SIP request methods as small numbers, so that sets of them are bit masks.
#pragma once

#include <cstdint>
#include <string_view>

namespace kukini::sip {

/// The value is the bit index in a MethodMask. Methods are case-sensitive (RFC 3261 §7.1).
enum class Method : std::uint8_t {
  invite,
  ack,
  cancel,
  bye,
  options,
  register_,
  prack,
  update,
  subscribe,
  notify,
  publish,
  message,
  info,
  refer,
  unknown,  ///< a well-formed token that is none of the above
};

using MethodMask = std::uint32_t;

constexpr MethodMask mask(Method m) { return MethodMask{1} << static_cast<unsigned>(m); }

/// Method::unknown for anything but the exact upper-case name.
Method parse_method(std::string_view text);

/// The name as it stands in a request line; "UNKNOWN" for Method::unknown.
std::string_view to_string(Method method);

}  // namespace kukini::sip
