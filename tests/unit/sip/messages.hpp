// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Messages for the tests of this folder: a parsed message with its arena, and the shared vectors.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/arena.hpp"
#include "sip/message.hpp"

namespace kukini::sip::test {

/// Owns the bytes (in a heap block of exactly their size, so that ASan sees an overrun) and the arena.
struct Parsed {
  explicit Parsed(std::string_view text) : bytes(std::make_unique<char[]>(text.size())) {
    std::copy(text.begin(), text.end(), bytes.get());
    outcome = Message::parse({bytes.get(), text.size()}, arena, message);
  }
  const Message& operator*() const { return *message; }
  const Message* operator->() const { return message; }

  std::unique_ptr<char[]> bytes;
  base::Arena arena;
  Message* message = nullptr;
  ParseOutcome outcome;
};

inline std::string invite(std::string_view extra = {}, std::string_view body = {}) {
  std::string m = "INVITE sip:bob@example.com SIP/2.0\r\n"
                  "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport\r\n"
                  "Max-Forwards: 70\r\n"
                  "From: \"Alice\" <sip:alice@example.com>;tag=a1\r\n"
                  "To: <sip:bob@example.com>\r\n"
                  "Call-ID: c1@10.0.0.1\r\n"
                  "CSeq: 1 INVITE\r\n";
  m.append(extra);
  m += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return m.append(body);
}

inline std::filesystem::path vectors() {
  if (const char* shared = std::getenv("KUKINI_SHARED")) return std::filesystem::path(shared) / "vectors";
  const char* source = std::getenv("KUKINI_SOURCE");
  return std::filesystem::path(source ? source : ".") / ".." / "shared" / "vectors";
}

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

/// The files of a folder of vectors that end in `suffix`, sorted.
inline std::vector<std::filesystem::path> files(std::string_view folder, std::string_view suffix) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(vectors() / folder, error))
    if (entry.path().extension() == suffix) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace kukini::sip::test

#define SKIP_WITHOUT_VECTORS() \
  if (!std::filesystem::exists(kukini::sip::test::vectors())) GTEST_SKIP() << "no vectors at " << kukini::sip::test::vectors()
