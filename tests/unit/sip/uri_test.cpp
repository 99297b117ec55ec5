// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// URIs: parts, what is refused, equality, escapes.
#include "sip/uri.hpp"

#include <gtest/gtest.h>

namespace kukini::sip {
namespace {
Uri good(std::string_view text) {
  Uri u;
  EXPECT_TRUE(parse_uri(text, u)) << text;
  return u;
}
bool bad(std::string_view text) {
  Uri u;
  return !parse_uri(text, u);
}
}  // namespace

TEST(Uri, AllParts) {
  const auto u = good("sip:alice:pw@atlanta.example.com:5070;transport=TCP;lr;ttl=5;maddr=1.2.3.4;user=phone;x?Subject=a&To=b");
  EXPECT_EQ(u.scheme, Scheme::sip);
  EXPECT_EQ(u.user, "alice");
  EXPECT_EQ(u.password, "pw");
  EXPECT_EQ(u.host, "atlanta.example.com");
  EXPECT_EQ(u.port, 5070);
  EXPECT_EQ(u.hostport(), "atlanta.example.com:5070");
  EXPECT_EQ(u.transport, "TCP");
  EXPECT_TRUE(u.lr);
  EXPECT_FALSE(u.r2);
  EXPECT_EQ(u.ttl, "5");
  EXPECT_EQ(u.maddr, "1.2.3.4");
  EXPECT_EQ(u.user_param, "phone");
  EXPECT_EQ(u.params, "transport=TCP;lr;ttl=5;maddr=1.2.3.4;user=phone;x");
  EXPECT_EQ(u.headers, "Subject=a&To=b");
  EXPECT_EQ(u.param("X"), "");
  EXPECT_EQ(u.param("y"), std::nullopt);
  EXPECT_EQ(u.param("Transport"), "TCP");
}

TEST(Uri, HostOnlyAndAddresses) {
  EXPECT_EQ(good("sip:10.0.0.1").host, "10.0.0.1");
  EXPECT_FALSE(good("sip:10.0.0.1").has_user);
  const auto v6 = good("sips:u@[2001:db8::10]:5070;lr");
  EXPECT_EQ(v6.host, "[2001:db8::10]");
  EXPECT_EQ(v6.bare_host(), "2001:db8::10");
  EXPECT_EQ(v6.port, 5070);
  EXPECT_EQ(good("sip:[2001:db8::10:5070]").port, 0);
  EXPECT_EQ(good("sips:a@b").port_or_default(), 5061);
  EXPECT_EQ(good("sip:a@b;transport=TLS").port_or_default(), 5061);
  EXPECT_EQ(good("SIP:a@b").port_or_default(), 5060);
  EXPECT_EQ(good("sip:a;b=c?d@h").user, "a;b=c?d");
  EXPECT_EQ(good("sip:%61lice@host.").host, "host.");
  EXPECT_EQ(good("sip:*21#@h").user, "*21#");
  EXPECT_EQ(good("sip:{a|b}\xc3\xa9@h").user, "{a|b}\xc3\xa9");
  EXPECT_TRUE(good("sip:a@b;;lr;").lr);
  EXPECT_EQ(good("sip:a@4f5a6b").host, "4f5a6b");
  EXPECT_EQ(good("sip:a@my_host.3com").host, "my_host.3com");
}

TEST(Uri, TelUrnOther) {
  const auto tel = good("tel:+1-(201)-555.0123;phone-context=x;isub=5");
  EXPECT_EQ(tel.scheme, Scheme::tel);
  EXPECT_EQ(tel.user, "+1-(201)-555.0123");
  EXPECT_EQ(tel.param("isub"), "5");
  EXPECT_EQ(good("tel:*31#;phone-context=a.b").user, "*31#");
  EXPECT_EQ(good("urn:service:sos").user, "service:sos");
  EXPECT_EQ(good("http://www.example.com/a?b").scheme, Scheme::other);
  EXPECT_EQ(good("soap.beep://192.0.2.103:3002").scheme, Scheme::other);
}

TEST(Uri, Refused) {
  for (auto text : {"", ":", "sip:", "sip", "<sip:a@b>", "sip:a@", "sip:@b", "sip:a@b:", "sip:a@b:0", "sip:a@b:65536", "sip:a@b:99999999999999",
                    "sip:a b@c", "sip:a@b c", "sip:a@b;=x", "sip:a%@b", "sip:a%4@b", "sip:a%zz@b", "sip:a@b;x=%1",
                    "sip:a@b?", "sip:a@b?x", "sip:a@b?=x", "sip:a@b?x=1&", "sip:2001:db8::1", "sip:[2001:db8::1", "sip:[::1]x", "sip:[]", "sip:a@b@c",
                    "sip:a..b", "sip:.a", "sip:-a", "sip:a-", "sip:a-.b", "sip:256.1.1.1", "sip:1.2.3", "sip:1.2.3.4.5", "sip:a.1", "sip:[fe80::1%25eth0]",
                    "sip:a@b\r\nX: y", "sip:a\"@b", "sip:a:p:w@b", "1sip:a@b", "tel:", "tel:+", "tel:abc-xyz", "tel:+12x", "urn:", "x:a b",
                    "sip:a@b\x01", "sip:a@b;x=<y>"})
    EXPECT_TRUE(bad(text)) << text;
  EXPECT_TRUE(bad(std::string_view("sip:a@b\0c", 9)));
  EXPECT_TRUE(bad("sip:" + std::string(256, 'h')));
  EXPECT_FALSE(bad("sip:" + std::string(255, 'h')));
}

TEST(Host, Addresses) {
  for (auto text : {"::", "::1", "1::", "2001:db8::192.0.2.1", "::ffff:192.0.2.10", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "2001:db8:::192.0.2.1"})
    EXPECT_TRUE(is_ipv6(text)) << text;
  for (auto text : {":", ":::::", "1", "1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "::1.2.3", "::1.2.3.256", "g::", "1:", ":1", "1:2:3:4:5:6:7:1.2.3.4",
                    "::1.2.3.4:5"})
    EXPECT_FALSE(is_ipv6(text)) << text;
  EXPECT_TRUE(is_ipv4("0.0.0.0"));
  EXPECT_TRUE(is_ipv4("255.255.255.255"));
  for (auto text : {"", "1.2.3", "1.2.3.4.", ".1.2.3.4", "1.2.3.0004", "1.2.3.256", "1.2.3.a"}) EXPECT_FALSE(is_ipv4(text)) << text;
}

// The examples of RFC 3261 §19.1.4.
TEST(Uri, Equivalent) {
  const std::pair<std::string_view, std::string_view> same[] = {
      {"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
      {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"},
      {"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"},
      {"sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x"},
      {"tel:+1201", "TEL:+1201"},
      {"sip:a@b;x=1;x=2", "sip:a@b;x=1;x=2"}};
  const std::pair<std::string_view, std::string_view> different[] = {
      {"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"},
      {"sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"},
      {"sip:a;b@h", "sip:a%3Bb@h"},
      {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"},
      {"sip:a@h", "sips:a@h"},
      {"sip:a@h", "sip:h"},
      {"sip:a@h", "sip:a:@h"}};
  for (auto [a, b] : same) {
    EXPECT_TRUE(equivalent(good(a), good(b))) << a << " " << b;
    EXPECT_TRUE(equivalent(good(b), good(a))) << a << " " << b;
  }
  for (auto [a, b] : different) {
    EXPECT_FALSE(equivalent(good(a), good(b))) << a << " " << b;
    EXPECT_FALSE(equivalent(good(b), good(a))) << a << " " << b;
  }
}

TEST(Uri, Escapes) {
  char buffer[32];
  auto text = [&](std::optional<std::size_t> n) { return n ? std::string(buffer, *n) : "none"; };
  EXPECT_EQ(text(unescape("a%20b%41", buffer)), "a bA");
  EXPECT_EQ(text(unescape("value%25%34%31", buffer)), "value%41");  // once only
  EXPECT_EQ(text(unescape("%00", buffer)), std::string(1, '\0'));
  EXPECT_EQ(text(unescape("%4", buffer)), "none");
  EXPECT_EQ(text(unescape("%", buffer)), "none");
  EXPECT_EQ(text(unescape("abc", {buffer, 2})), "none");
  EXPECT_EQ(text(escape_user("a b@#;é", buffer)), "a%20b%40%23;%C3%A9");
  EXPECT_EQ(text(escape_param("a=b;[c]", buffer)), "a%3Db%3B[c]");
  EXPECT_EQ(text(escape_user("@@", {buffer, 5})), "none");
}

}  // namespace kukini::sip
