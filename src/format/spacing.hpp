// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What stands between two tokens of one line.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/structure.hpp"
#include "format/token.hpp"

namespace kukini::format {

enum class Gap : std::uint8_t {
  keep,  // as it is
  none,  // nothing
  one,   // one blank
  some,  // a blank where there is nothing, else as it is
};

/// Between tokens `left` and `left` + 1, which stand on one line.
Gap gap_after(std::string_view text, const std::vector<Token>& tokens, const std::vector<Place>& places, std::uint32_t left);

}  // namespace kukini::format
