// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The codes of the front end (syntax-…, pp-…), which have no registry of their own.
#pragma once

#include <span>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace kukini::lint {

struct FrontCode {
  std::string_view code;
  diag::Severity severity;
  std::string_view title;
};

std::span<const FrontCode> front_codes();

}  // namespace kukini::lint
