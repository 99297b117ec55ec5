// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Header names: a hash table built at compile time over full and compact names.
#include "sip/header_type.hpp"

#include <array>
#include <cstring>

#include "base/text.hpp"

namespace kukini::sip {
namespace {

struct Known {
  std::string_view name;
  char compact = 0;
};

// In the order of HeaderType.
constexpr std::array<Known, kHeaderTypes> kKnown = {{
    {""},
    {"Accept"},
    {"Accept-Contact", 'a'},
    {"Accept-Encoding"},
    {"Accept-Language"},
    {"Alert-Info"},
    {"Allow"},
    {"Allow-Events", 'u'},
    {"Authentication-Info"},
    {"Authorization"},
    {"Call-ID", 'i'},
    {"Call-Info"},
    {"Contact", 'm'},
    {"Content-Disposition"},
    {"Content-Encoding", 'e'},
    {"Content-Language"},
    {"Content-Length", 'l'},
    {"Content-Type", 'c'},
    {"CSeq"},
    {"Date"},
    {"Diversion"},
    {"Error-Info"},
    {"Event", 'o'},
    {"Expires"},
    {"Flow-Timer"},
    {"From", 'f'},
    {"Geolocation"},
    {"History-Info"},
    {"Identity", 'y'},
    {"Identity-Info", 'n'},
    {"In-Reply-To"},
    {"Join"},
    {"Max-Breadth"},
    {"Max-Forwards"},
    {"MIME-Version"},
    {"Min-Expires"},
    {"Min-SE"},
    {"Organization"},
    {"P-Access-Network-Info"},
    {"P-Asserted-Identity"},
    {"P-Charging-Vector"},
    {"P-Preferred-Identity"},
    {"Path"},
    {"Priority"},
    {"Privacy"},
    {"Proxy-Authenticate"},
    {"Proxy-Authorization"},
    {"Proxy-Require"},
    {"RAck"},
    {"Reason"},
    {"Record-Route"},
    {"Refer-To", 'r'},
    {"Referred-By", 'b'},
    {"Reject-Contact", 'j'},
    {"Remote-Party-ID"},
    {"Replaces"},
    {"Reply-To"},
    {"Request-Disposition", 'd'},
    {"Require"},
    {"Retry-After"},
    {"Route"},
    {"RSeq"},
    {"Security-Client"},
    {"Security-Server"},
    {"Security-Verify"},
    {"Server"},
    {"Service-Route"},
    {"Session-Expires", 'x'},
    {"SIP-ETag"},
    {"SIP-If-Match"},
    {"Subject", 's'},
    {"Subscription-State"},
    {"Supported", 'k'},
    {"Timestamp"},
    {"To", 't'},
    {"Unsupported"},
    {"User-Agent"},
    {"Via", 'v'},
    {"Warning"},
    {"WWW-Authenticate"},
}};

constexpr std::size_t kSlots = 512;

constexpr std::size_t slot_of(std::string_view name) {
  auto lower = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c) | 0x20); };
  const std::size_t n = name.size();
  return (n * 7 + lower(name[0]) * 37 + lower(name[n - 1]) * 113 + lower(name[n / 2]) * 11) % kSlots;
}

// Open addressing; at most a few entries share a slot.
constexpr auto kSlotTable = [] {
  std::array<std::uint8_t, kSlots> table{};
  for (std::size_t i = 1; i < kHeaderTypes; ++i) {
    auto at = slot_of(kKnown[i].name);
    while (table[at]) at = (at + 1) % kSlots;
    table[at] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

constexpr auto kCompactTable = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 1; i < kHeaderTypes; ++i)
    if (char c = kKnown[i].compact) {
      table[static_cast<unsigned char>(c)] = static_cast<std::uint8_t>(i);
      table[static_cast<unsigned char>(c - 32)] = static_cast<std::uint8_t>(i);
    }
  return table;
}();

// Case-insensitive equality of texts of one length, eight bytes at a time. Setting bit 5 folds letters; what else it maps
// onto a character of a header name ('\r' onto '-') is told apart by the second look.
bool same_name(std::string_view known, std::string_view name) {
  constexpr std::uint64_t fold = 0x2020202020202020;
  const std::size_t n = name.size();
  if (known.size() != n) return false;
  if (n < 8) return base::iequals(known, name);
  for (std::size_t i = 0;; i = i + 16 <= n ? i + 8 : n - 8) {
    std::uint64_t a, b;
    std::memcpy(&a, known.data() + i, 8);
    std::memcpy(&b, name.data() + i, 8);
    if (a != b && ((a ^ b) & ~fold)) return false;
    if (a != b && !base::iequals(known.substr(i, 8), name.substr(i, 8))) return false;
    if (i + 8 >= n) return true;
  }
}

}  // namespace

HeaderType header_type(std::string_view name) {
  if (name.size() <= 1)
    return name.empty() ? HeaderType::other : static_cast<HeaderType>(kCompactTable[static_cast<unsigned char>(name[0])]);
  for (auto at = slot_of(name); kSlotTable[at]; at = (at + 1) % kSlots)
    if (same_name(kKnown[kSlotTable[at]].name, name)) return static_cast<HeaderType>(kSlotTable[at]);
  return HeaderType::other;
}

std::string_view header_name(HeaderType type) { return kKnown[static_cast<std::size_t>(type)].name; }
char compact_form(HeaderType type) { return kKnown[static_cast<std::size_t>(type)].compact; }

}  // namespace kukini::sip
