// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Regular expressions of scripts: POSIX extended, mostly without regard to case, matched by RE2 (leftmost-longest, no backtracking).
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string_view>

#include "base/result.hpp"

namespace kukini::script {

/// =~ and case /…/ only ask whether there is a match, the latter with regard to case; functions also want to know where.
enum class RegexUse { test, capture, exact };

base::Result<std::unique_ptr<re2::RE2>> compile_regex(std::string_view pattern, RegexUse use);

/// The compiled form of a pattern known only now, from a small cache of this thread; null for a bad one. Hold on to it while it is
/// used: a function may suspend, and the cache forgets.
std::shared_ptr<const re2::RE2> runtime_regex(std::string_view pattern, RegexUse use);

inline bool matches(const re2::RE2& regex, std::string_view text) {
  return regex.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace kukini::script
