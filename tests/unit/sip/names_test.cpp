// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Methods and header names.
#include <gtest/gtest.h>

#include "sip/encode.hpp"
#include "sip/header_type.hpp"
#include "sip/method.hpp"

namespace kukini::sip {

TEST(Method, EveryNameGoesBothWays) {
  for (int i = 0; i < static_cast<int>(Method::unknown); ++i) EXPECT_EQ(parse_method(to_string(static_cast<Method>(i))), static_cast<Method>(i));
}

TEST(Method, IsCaseSensitiveAndExact) {
  for (auto text : {"invite", "Invite", "INVITE ", "INVIT", "", "I", "ACKK", "REGISTERS", "UNKNOWN", "RE%47ISTER"})
    EXPECT_EQ(parse_method(text), Method::unknown) << text;
}

TEST(HeaderType, EveryNameGoesBothWays) {
  for (std::size_t i = 1; i < kHeaderTypes; ++i) {
    const auto type = static_cast<HeaderType>(i);
    std::string name(header_name(type));
    EXPECT_EQ(header_type(name), type) << name;
    for (auto& c : name) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(header_type(name), type) << name;
    name += 'x';
    EXPECT_EQ(header_type(name), HeaderType::other) << name;
    if (char c = compact_form(type)) {
      EXPECT_EQ(header_type({&c, 1}), type);
    }
  }
}

TEST(HeaderType, EnumAndNamesAgree) {
  EXPECT_EQ(header_name(HeaderType::via), "Via");
  EXPECT_EQ(header_name(HeaderType::www_authenticate), "WWW-Authenticate");
  EXPECT_EQ(header_name(HeaderType::record_route), "Record-Route");
  EXPECT_EQ(header_name(HeaderType::content_length), "Content-Length");
  EXPECT_EQ(header_name(HeaderType::max_forwards), "Max-Forwards");
  EXPECT_EQ(header_name(HeaderType::p_asserted_identity), "P-Asserted-Identity");
  EXPECT_EQ(header_name(HeaderType::sip_if_match), "SIP-If-Match");
}

TEST(HeaderType, CompactForms) {
  const std::pair<char, HeaderType> forms[] = {{'i', HeaderType::call_id}, {'m', HeaderType::contact}, {'l', HeaderType::content_length},
                                               {'f', HeaderType::from},    {'t', HeaderType::to},      {'v', HeaderType::via},
                                               {'K', HeaderType::supported}, {'C', HeaderType::content_type}, {'z', HeaderType::other}};
  for (auto [c, type] : forms) EXPECT_EQ(header_type({&c, 1}), type) << c;
  EXPECT_EQ(header_type(""), HeaderType::other);
}

TEST(ReasonPhrase, KnownAndByClass) {
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(608), "Rejected");
  EXPECT_EQ(reason_phrase(299), "OK");
  EXPECT_EQ(reason_phrase(499), "Bad Request");
  EXPECT_EQ(reason_phrase(42), "Unknown");
}

}  // namespace kukini::sip
