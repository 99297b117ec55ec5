// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Address: text forms, wildcards, what must never be sent to.
#include "io/address.hpp"

#include <gtest/gtest.h>

namespace kukini::io {
namespace {

TEST(Address, ParsesAndPrints) {
  EXPECT_EQ(Address::parse("192.0.2.1", 5060)->to_string(), "192.0.2.1:5060");
  EXPECT_EQ(Address::parse("[2001:db8::1]", 5060)->to_string(), "[2001:db8::1]:5060");
  EXPECT_EQ(Address::parse("2001:DB8:0::1")->ip(), "2001:db8::1");
  for (const char* bad : {"", "192.0.2", "192.0.2.256", "example.com", "1.2.3.4:5060", "[::1", "::1]", "[]"})
    EXPECT_FALSE(Address::parse(bad)) << bad;
  EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0x", 9)));
}

TEST(Address, SurvivesSockaddr) {
  for (const char* ip : {"192.0.2.1", "::1", "2001:db8::42"}) {
    auto a = *Address::parse(ip, 5061);
    sockaddr_storage s{};
    a.to_sockaddr(s);
    EXPECT_EQ(Address::from_sockaddr(reinterpret_cast<sockaddr*>(&s)), a);
    EXPECT_EQ(Address::from_sockaddr(reinterpret_cast<sockaddr*>(&s)).hash(), a.hash());
  }
}

TEST(Address, KnowsWhatIsNoPeer) {
  for (const char* ip : {"224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"}) EXPECT_TRUE(Address::parse(ip)->is_multicast_or_broadcast()) << ip;
  for (const char* ip : {"192.0.2.255", "127.0.0.1", "::1"}) EXPECT_FALSE(Address::parse(ip)->is_multicast_or_broadcast()) << ip;
  EXPECT_TRUE(Address::parse("0.0.0.0")->is_wildcard());
  EXPECT_TRUE(Address::parse("::")->is_wildcard());
}

}  // namespace
}  // namespace kukini::io
