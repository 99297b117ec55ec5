// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What functions do to a request, as far as rules must know.
#pragma once

#include <cstdint>
#include <string_view>

#include "lang/syntax/ast.hpp"

namespace kukini::lint::flow {

enum Trait : std::uint32_t {
  kReplies = 1u << 0,         ///< answers the request when it succeeds
  kRefuses = 1u << 1,         ///< answers it when it fails
  kRelays = 1u << 2,          ///< sends it on
  kTakesOver = 1u << 3,       ///< what becomes of the request is decided elsewhere: suspended, given to another program
  kChecksCredentials = 1u << 4,
  kChecksSource = 1u << 5,    ///< true: the sender is known
  kChecksDomain = 1u << 6,    ///< true: a domain is ours
  kRecordsRoute = 1u << 7,
  kFollowsRoute = 1u << 8,
  kLimitsHops = 1u << 9,
  kChecksSyntax = 1u << 10,
  kKnowsRetransmissions = 1u << 11,
  kLocates = 1u << 12,        ///< true: the destination is of our choice
  kConsumesCredentials = 1u << 13,
  kArms = 1u << 14,           ///< t_on_failure and its like
  kChallenges = 1u << 15,
  kPure = 1u << 16,           ///< changes nothing that a condition could look at
  kStable = 1u << 17,         ///< the same call gives the same result throughout one run
  kOpaque = 1u << 18,         ///< may do anything
};
using Traits = std::uint32_t;

/// The traits of a function by its name; 0 where nothing is known.
Traits traits_of(std::string_view function);
/// All functions of the module leave the request alone, those with traits aside.
bool is_harmless_module(std::string_view module);

enum class ReplyCode : std::uint8_t { unknown, provisional, final };
/// What a replying call sends, by its first argument.
ReplyCode reply_code(const lang::ast::Call& call);

}  // namespace kukini::lint::flow
