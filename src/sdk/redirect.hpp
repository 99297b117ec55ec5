// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The destination set of a request as Contact of a redirect.
#pragma once

#include <string_view>

#include "sdk/text.hpp"

namespace kukini::sdk {

/// The Contact line of a 3xx that the script answers `c`'s request with: its R-URI where the script changed it, and its branches, with
/// their q (RFC 3261 §8.1.3.4). Empty where the script made no destinations; else with CRLF, in c's arena.
inline std::string_view redirect_contacts(const Context& c) {
  TextBuilder line(*c.arena, 256);
  auto add = [&](std::string_view uri, std::int32_t thousandths) {
    line << (line.size() != 0 ? ", <" : "Contact: <") << uri << ">";
    if (thousandths < 0) return;
    line << ";q=" << std::int64_t{thousandths / 1000};
    auto rest = thousandths % 1000;
    if (rest != 0) line << '.';
    for (int unit = 100; rest != 0; rest %= unit, unit /= 10) line << std::int64_t{rest / unit};
  };
  if (c.target.ruri != c.msg->ruri() && !c.target.ruri.empty()) add(c.target.ruri, c.target.q);
  for (std::size_t i = 0; i < c.branch_count; ++i) add(c.branches[i].ruri, c.branches[i].q);
  if (line.size() != 0) line << "\r\n";
  return line.view();
}

}  // namespace kukini::sdk
