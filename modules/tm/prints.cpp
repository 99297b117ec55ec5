// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// How prints are made.
#include "prints.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace kukini::modules::tm {

namespace {

constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15ull;
enum Purpose : std::uint64_t { kHop, kOldHop, kAck, kBranch, kCall };

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
std::uint64_t word(const char* p, std::size_t n) {
  std::uint64_t w = 0;
  std::memcpy(&w, p, n);
  return w;
}

std::uint64_t number_print(std::uint64_t seed, std::uint64_t n) { return fingerprint(seed, {reinterpret_cast<const char*>(&n), sizeof n}); }

std::uint64_t with_lower(std::uint64_t h, std::string_view text) {
  char lower[128];
  while (!text.empty()) {
    auto n = std::min(text.size(), sizeof lower);
    for (std::size_t i = 0; i < n; ++i) lower[i] = base::to_lower(text[i]);
    h = fingerprint(h, {lower, n});
    text.remove_prefix(n);
  }
  return h;
}

}  // namespace

std::uint64_t fingerprint(std::uint64_t seed, std::string_view text) {
  auto h = fold(seed ^ kMix, text.size() + 0xd1342543de82ef95ull);
  const char* p = text.data();
  auto left = text.size();
  for (; left >= 8; p += 8, left -= 8) h = fold(h ^ word(p, 8), kMix);
  if (left != 0) h = fold(h ^ word(p, left), kMix);
  return fold(h, 0x94d049bb133111ebull);
}

std::uint64_t request_print(const Config& config, std::uint64_t seed, const Key& key) {
  auto h = number_print(fingerprint(seed + (key.rfc3261 ? kHop : kOldHop), key.call_id), std::uint64_t{key.cseq} << 8 | static_cast<std::uint64_t>(key.method));
  if (key.method == sip::Method::unknown) h = fingerprint(h, key.method_text);
  if (key.rfc3261) return with_lower(fingerprint(h, key.branch), key.sent_by);
  h = fingerprint(h, key.from_tag);
  if (config.via1_matching != 0) h = number_print(h, key.via_hash);
  return config.ruri_matching != 0 ? number_print(h, key.ruri_hash) : h;
}

std::uint64_t ack_print(std::uint64_t seed, std::string_view call_id, std::uint32_t cseq, std::string_view from_tag, std::uint64_t to_tag_hash) {
  return number_print(fingerprint(number_print(fingerprint(seed + kAck, call_id), cseq), from_tag), to_tag_hash);
}

std::uint64_t branch_print(std::uint64_t seed, std::uint64_t label, unsigned branch) { return number_print(number_print(seed + kBranch, branch), label); }

std::uint32_t call_print(std::uint64_t seed, std::string_view call_id, std::uint32_t cseq) {
  return static_cast<std::uint32_t>(number_print(fingerprint(seed + kCall, call_id), cseq));
}

}  // namespace kukini::modules::tm
