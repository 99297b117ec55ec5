// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Via, name-addr, CSeq and parameter lists.
#include <gtest/gtest.h>

#include <string>

#include "sip/cseq.hpp"
#include "sip/name_addr.hpp"
#include "sip/params.hpp"
#include "sip/via.hpp"

namespace kukini::sip {

TEST(Via, AllParts) {
  Via v;
  ASSERT_TRUE(parse_via("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKx;rport;received=1.2.3.4;maddr=h.example;ttl=3;alias;i=5 , SIP/2.0/TCP b", v));
  EXPECT_EQ(v.transport, "UDP");
  EXPECT_EQ(v.host, "192.0.2.1");
  EXPECT_EQ(v.port, 5070);
  EXPECT_EQ(v.sent_by, "192.0.2.1:5070");
  EXPECT_EQ(v.branch, "z9hG4bKx");
  EXPECT_TRUE(v.has_rport);
  EXPECT_EQ(v.rport, "");
  EXPECT_EQ(v.received, "1.2.3.4");
  EXPECT_EQ(v.maddr, "h.example");
  EXPECT_TRUE(v.has_alias);
  EXPECT_EQ(v.i, "5");
  EXPECT_EQ(v.text, "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKx;rport;received=1.2.3.4;maddr=h.example;ttl=3;alias;i=5");
  EXPECT_EQ(v.params, ";branch=z9hG4bKx;rport;received=1.2.3.4;maddr=h.example;ttl=3;alias;i=5");
  EXPECT_EQ(v.rest, " SIP/2.0/TCP b");
}

TEST(Via, SpaceWhereTheGrammarAllowsIt) {
  Via v;
  ASSERT_TRUE(parse_via("SIP  /   2.0\r\n /UDP\r\n    [2001:db8::1] : 5060 ;\r\n branch  =   z9 ", v));
  EXPECT_EQ(v.version, "2.0");
  EXPECT_EQ(v.host, "[2001:db8::1]");
  EXPECT_EQ(v.port, 5060);
  EXPECT_EQ(v.branch, "z9");
}

TEST(Via, Refused) {
  for (auto text : {"", ";;,;,,", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDP ;branch=x", "/;branch=x", "SIP/2.0 a", "SIP/2.0/UDP a:99999", "SIP/2.0/UDP a:0",
                    "SIP/2.0/UDP a:", "SIP/2.0/UDP a:5x", "SIP/2.0/UDP [::1;branch=x", "SIP/2.0/UDP a;;;", "SIP/2.0/UDP a;branch=\"z9", 
                    "SIP/2.0/UDP a,", "SIP/2.0/UDP a;received", "SIP/2.0/UDP a;ttl=256", "SIP/2.0/UDP a;maddr=", "SIP/2.0/UDP a;branch=", "SIP/2.0/UDP a;rport=70000",
                    "SIP/2.0/UDP a b", "SIP/2.0/UDP a;branch=x;branch=y", "SIP/2.0/UDP a<b>", "SIP/2.0/UDPa"}) {
    Via v;
    EXPECT_FALSE(parse_via(text, v)) << text;
  }
}

TEST(Via, MagicCookie) {
  EXPECT_TRUE(has_magic_cookie("z9hG4bKa"));
  EXPECT_TRUE(has_magic_cookie("Z9HG4BKa"));
  EXPECT_FALSE(has_magic_cookie("z9hG4bK"));
  EXPECT_FALSE(has_magic_cookie(""));
}

TEST(NameAddr, Forms) {
  struct Case {
    std::string_view text, display, uri, params;
    bool bracketed;
  };
  const Case cases[] = {{"<sip:a@b>", "", "sip:a@b", "", true},
                        {"\"A \\\" <B>\" <sip:a@b;x>;tag=1;y", "\"A \\\" <B>\"", "sip:a@b;x", ";tag=1;y", true},
                        {"Alice B. <sip:a@b> ; tag = 1", "Alice B.", "sip:a@b", "; tag = 1", true},
                        {"caller<sip:a@b>;tag=1", "caller", "sip:a@b", ";tag=1", true},
                        {"sip:a@b;tag=1", "", "sip:a@b", ";tag=1", false},
                        {"\r\n sip:a@b ;  tag  = 1", "", "sip:a@b", ";  tag  = 1", false},
                        {"J\xc3\xbcrgen <sip:a@b>;tag=1", "J\xc3\xbcrgen", "sip:a@b", ";tag=1", true},
                        {"Foo (b@r): x/y <sip:a@b>", "Foo (b@r): x/y", "sip:a@b", "", true},
                        {"< sip:a@b >", "", "sip:a@b", "", true},
                        {"isbn:2983792873", "", "isbn:2983792873", "", false}};
  for (const auto& c : cases) {
    NameAddr n;
    ASSERT_TRUE(parse_name_addr(c.text, n)) << c.text;
    EXPECT_EQ(n.display, c.display) << c.text;
    EXPECT_EQ(n.uri_text, c.uri);
    EXPECT_EQ(n.params, c.params);
    EXPECT_EQ(n.bracketed, c.bracketed);
    EXPECT_EQ(n.has_tag, c.params.find("tag") != std::string_view::npos);
    EXPECT_EQ(n.tag, n.has_tag ? "1" : "");
  }
}

TEST(NameAddr, ListsAndContactParameters) {
  NameAddr n;
  ASSERT_TRUE(parse_name_addr(R"("a,b" <sip:a,b@c>;q=0.5;expires=60;+sip.instance="<urn:x>";reg-id=1 , <sip:d>)", n));
  EXPECT_EQ(n.q, "0.5");
  EXPECT_EQ(n.expires, "60");
  EXPECT_EQ(n.instance, "<urn:x>");
  EXPECT_EQ(n.reg_id, "1");
  EXPECT_EQ(n.rest, " <sip:d>");
  NameAddr star;
  ASSERT_TRUE(parse_name_addr(" * ", star));
  EXPECT_TRUE(star.star);
}

TEST(NameAddr, Refused) {
  for (auto text : {"", " ", "\"unbalanced <sip:a@b>", "<sip:a@b", "<>", "<", "\"a\" sip:a@b", "<sip:a@b>;tag=", "<sip:a@b>;tag",
                    "<sip:a@b>;;", "<sip:a@b>;tag=1;tag=2", "<sip:a@b>,", "<sip:a@b> x", "<sip:<a>", ";;;;", "a b", "<sip:a@b>;x=\"y", "<sip:a@b>;tag=\"\\"}) {
    NameAddr n;
    EXPECT_FALSE(parse_name_addr(text, n)) << text;
  }
}

TEST(CSeq, Values) {
  CSeq c;
  ASSERT_TRUE(parse_cseq("0009\r\n  INVITE ", c));
  EXPECT_EQ(c.number, 9u);
  EXPECT_EQ(c.number_text, "0009");
  EXPECT_EQ(c.method, Method::invite);
  ASSERT_TRUE(parse_cseq("4294967295 x", c));
  EXPECT_EQ(c.number, 4294967295u);
  EXPECT_EQ(c.method, Method::unknown);
  for (auto text : {"", "1", "1 ", "INVITE", "4294967296 INVITE", "-1 INVITE", "+1 INVITE", "1INVITE", "1 INVITE x", "1 (", "99999999999999999999999 A"})
    EXPECT_FALSE(parse_cseq(text, c)) << text;
}

TEST(Params, Iteration) {
  ParamCursor cursor(" ; a = \"x;y\\\"\" ;b;c=;d=[::1]:5");
  std::string seen;
  Param p;
  while (cursor.next(p)) seen += std::string(p.name) + "|" + std::string(p.value) + (p.has_value ? "+" : "-") + " ";
  EXPECT_EQ(seen, "a|\"x;y\\\"\"+ b|- c|+ d|[::1]:5+ ");
  EXPECT_FALSE(cursor.bad());
  EXPECT_EQ(find_param("a=1;B=2", "b"), "2");
  EXPECT_EQ(find_param(";a=1", "c"), std::nullopt);
  EXPECT_EQ(find_param_text(";a=1; b = 2 ;c", "b"), "; b = 2");
  EXPECT_EQ(strip_quotes("\"a\""), "a");
  EXPECT_EQ(strip_quotes("\""), "\"");
  ParamCursor broken(";a;;b");
  EXPECT_TRUE(broken.next(p));
  EXPECT_FALSE(broken.next(p));
  EXPECT_TRUE(broken.bad());
}

}  // namespace kukini::sip
