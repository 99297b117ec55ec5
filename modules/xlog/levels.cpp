// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Tables of levels, facilities and colours.
#include "levels.hpp"

#include <syslog.h>

#include "base/text.hpp"

namespace kukini::modules::xlog {

using sdk::Level;

std::optional<Level> level_of(std::string_view text) {
  if (auto n = base::to_number<int>(text)) {
    if (*n < -5 || *n > 3) return std::nullopt;
    return static_cast<Level>(*n);
  }
  // Kamailio reads one letter: L_WARN and L_WARNING, L_DBG and L_DEBUG are the same.
  if (text.size() < 3 || text[1] != '_') return std::nullopt;
  switch (text[2]) {
    case 'A': return Level::alert;
    case 'B': return Level::bug;
    case 'C': return text == "L_CRIT2" ? Level::crit2 : Level::crit;
    case 'E': return Level::error;
    case 'W': return Level::warning;
    case 'N': return Level::notice;
    case 'I': return Level::info;
    case 'D': return Level::debug;
    default: return std::nullopt;
  }
}

std::optional<int> facility_of(std::string_view text) {
  static constexpr struct {
    std::string_view name;
    int value;
  } kFacilities[] = {
      {"LOG_AUTH", LOG_AUTH},     {"LOG_CRON", LOG_CRON},     {"LOG_DAEMON", LOG_DAEMON}, {"LOG_KERN", LOG_KERN},     {"LOG_LOCAL0", LOG_LOCAL0},
      {"LOG_LOCAL1", LOG_LOCAL1}, {"LOG_LOCAL2", LOG_LOCAL2}, {"LOG_LOCAL3", LOG_LOCAL3}, {"LOG_LOCAL4", LOG_LOCAL4}, {"LOG_LOCAL5", LOG_LOCAL5},
      {"LOG_LOCAL6", LOG_LOCAL6}, {"LOG_LOCAL7", LOG_LOCAL7}, {"LOG_LPR", LOG_LPR},       {"LOG_MAIL", LOG_MAIL},     {"LOG_NEWS", LOG_NEWS},
      {"LOG_USER", LOG_USER},     {"LOG_UUCP", LOG_UUCP},     {"LOG_AUTHPRIV", LOG_AUTHPRIV}, {"LOG_FTP", LOG_FTP},   {"LOG_SYSLOG", LOG_SYSLOG},
  };
  for (const auto& f : kFacilities)
    if (f.name == text) return f.value;
  return std::nullopt;
}

std::optional<std::string> colour_of(std::string_view text) {
  if (text.size() != 2) return std::nullopt;
  static constexpr std::string_view kLetters = "srgybpcw";  // 30 … 37
  std::string out = "\033[";
  char fore = text[0], back = text[1];
  if (fore == 'x') {
    out += "0";
  } else {
    auto at = kLetters.find(base::to_lower(fore));
    if (at == kLetters.npos) return std::nullopt;
    out += fore == base::to_lower(fore) ? "0;3" : "1;3";
    out += static_cast<char>('0' + at);
  }
  if (back != 'x') {
    auto at = kLetters.find(back);
    if (at == kLetters.npos) return std::nullopt;
    out += ";4";
    out += static_cast<char>('0' + at);
  }
  return out + "m";
}

}  // namespace kukini::modules::xlog
