// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What is "us", and which socket a message leaves from.
#include "core/own_names.hpp"

#include <gtest/gtest.h>

namespace kukini::core {
namespace {

io::Address at(const char* ip, std::uint16_t port = 0) { return *io::Address::parse(ip, port); }

io::ListenSocket socket(std::uint16_t id, const char* ip, std::uint16_t port) {
  io::ListenSocket s;
  s.id = id;
  s.address = at(ip, port);
  return s;
}

TEST(OwnNames, SocketsAliasesAdvertised) {
  auto advertised = socket(1, "192.0.2.1", 5080);
  advertised.advertised_host = "sip.example.com";
  OwnNames names({socket(0, "192.0.2.1", 5060), advertised}, {}, {{"example.org", 0, io::Protocol::none}, {"only.example.net", 5070, io::Protocol::udp}});
  using io::Protocol;
  EXPECT_TRUE(names.is_myself("192.0.2.1", 5060, Protocol::udp));
  EXPECT_TRUE(names.is_myself("192.0.2.1", 0, Protocol::none));
  EXPECT_FALSE(names.is_myself("192.0.2.1", 5061, Protocol::none));
  EXPECT_FALSE(names.is_myself("192.0.2.1", 5060, Protocol::tcp));
  EXPECT_FALSE(names.is_myself("192.0.2.2", 5060, Protocol::udp));
  EXPECT_TRUE(names.is_myself("SIP.example.COM", 5080, Protocol::udp));
  EXPECT_TRUE(names.is_myself("Example.org", 5555, Protocol::tls));
  EXPECT_TRUE(names.is_myself("only.example.net", 5070, Protocol::udp));
  EXPECT_FALSE(names.is_myself("only.example.net", 5060, Protocol::udp));
  EXPECT_FALSE(names.is_myself("", 0, Protocol::none));
}

// As Kamailio 5.6.3 takes alias_subdomains of corex: "example.com" and "tcp:example.org:7000".
TEST(OwnNames, Subdomains) {
  OwnNames names({socket(0, "192.0.2.1", 5060)}, {}, {});
  names.add({"example.com", 0, io::Protocol::none, true});
  names.add({"example.org", 7000, io::Protocol::tcp, true});
  for (auto host : {"example.com", "a.example.com", "x.y.example.com", "EXAMPLE.COM"}) EXPECT_TRUE(names.is_myself(host, 0, io::Protocol::none)) << host;
  for (auto host : {"badexample.com", "example.com.evil", ".com", "com", ""}) EXPECT_FALSE(names.is_myself(host, 0, io::Protocol::none)) << host;
  EXPECT_TRUE(names.is_myself("a.example.com", 5099, io::Protocol::udp));
  EXPECT_TRUE(names.is_myself("t.example.org", 7000, io::Protocol::none));
  EXPECT_FALSE(names.is_myself("t.example.org", 5060, io::Protocol::none));
  EXPECT_FALSE(names.is_myself("t.example.org", 7000, io::Protocol::udp));
}

TEST(OwnNames, WildcardMeansEveryInterface) {
  OwnNames names({socket(0, "0.0.0.0", 5060), socket(1, "::", 5060)}, {at("192.0.2.1"), at("2001:db8::1")}, {});
  EXPECT_TRUE(names.is_myself("192.0.2.1", 5060, io::Protocol::udp));
  EXPECT_TRUE(names.is_myself("127.0.0.1", 5060, io::Protocol::udp));
  EXPECT_TRUE(names.is_myself("[2001:db8::1]", 5060, io::Protocol::udp));
  EXPECT_TRUE(names.is_myself("2001:DB8::1", 5060, io::Protocol::udp));
  EXPECT_FALSE(names.is_myself("192.0.2.9", 5060, io::Protocol::udp));
  EXPECT_EQ(names.find_socket("udp:192.0.2.1:5060"), 0);
  EXPECT_EQ(names.find_socket("udp:[2001:db8::1]:5060"), 1);
}

TEST(OwnNames, FindsSockets) {
  auto named = socket(1, "192.0.2.2", 5080);
  named.name = "outside";
  OwnNames names({socket(0, "192.0.2.1", 5060), named}, {}, {});
  EXPECT_EQ(names.find_socket("outside"), 1);
  EXPECT_EQ(names.find_socket("udp:192.0.2.2:5080"), 1);
  EXPECT_EQ(names.find_socket("UDP:192.0.2.1:5060"), 0);
  EXPECT_EQ(names.find_socket("192.0.2.1"), 0);
  EXPECT_EQ(names.find_socket("tcp:192.0.2.1:5060"), -1);
  EXPECT_EQ(names.find_socket("udp:192.0.2.1:5061"), -1);
  EXPECT_EQ(names.find_socket("inside"), -1);
  EXPECT_EQ(names.find_socket(""), -1);
}

TEST(OwnNames, ChoosesASocketThatReachesThePeer) {
  OwnNames names({socket(0, "127.0.0.1", 5060), socket(1, "192.0.2.1", 5060), socket(2, "192.0.2.2", 5060), socket(3, "2001:db8::1", 5060)}, {}, {});
  using io::Protocol;
  EXPECT_EQ(names.choose_socket(Protocol::udp, at("198.51.100.1"), -1), 1);
  EXPECT_EQ(names.choose_socket(Protocol::udp, at("198.51.100.1"), 2), 2);
  EXPECT_EQ(names.choose_socket(Protocol::udp, at("198.51.100.1"), 0), 1) << "127.0.0.1 leads nowhere else";
  EXPECT_EQ(names.choose_socket(Protocol::udp, at("127.0.0.2"), -1), 0);
  EXPECT_EQ(names.choose_socket(Protocol::udp, at("2001:db8::9"), 1), 3);
  EXPECT_EQ(names.choose_socket(Protocol::tcp, at("198.51.100.1"), -1), -1);
}

}  // namespace
}  // namespace kukini::core
