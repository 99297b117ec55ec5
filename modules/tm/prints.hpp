// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Prints: seeded 64-bit hashes of what must match for a message to belong to a transaction. Nobody outside knows the seed, so nobody
// can choose messages that share a bucket.
#pragma once

#include <cstdint>
#include <string_view>

#include "config.hpp"
#include "transaction.hpp"

namespace kukini::modules::tm {

/// A 64-bit hash of text, good enough to stand for it; `seed` chains several.
std::uint64_t fingerprint(std::uint64_t seed, std::string_view text);

/// Of a request and its copies: Via branch and sent-by, Call-ID, CSeq; without magic cookie what the older rules compare.
std::uint64_t request_print(const Config& config, std::uint64_t seed, const Key& key);
/// Of the ACK to a 2xx.
std::uint64_t ack_print(std::uint64_t seed, std::string_view call_id, std::uint32_t cseq, std::string_view from_tag, std::uint64_t to_tag_hash);
/// Of one branch of ours.
std::uint64_t branch_print(std::uint64_t seed, std::uint64_t label, unsigned branch);
/// Of all requests with this Call-ID and CSeq: many may share it.
std::uint32_t call_print(std::uint64_t seed, std::string_view call_id, std::uint32_t cseq);

}  // namespace kukini::modules::tm
