// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects against what kamailio 5.6.3 printed, and those that it prints oddly or cannot print.
#include "fixture.hpp"

namespace kukini::test {
namespace {

const std::string kMessage =
    "INVITE sip:alice:pw@127.0.0.1:25170;transport=udp;x=q?h=1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:25998;branch=z9hG4bKone;rport;alias;i=7;x=vx\r\n"
    "Via: SIP/2.0/TCP 192.0.2.9:5071;branch=z9hG4bKtwo;received=192.0.2.10, SIP/2.0/UDP third.example;branch=z9hG4bK3\r\n"
    "Record-Route: <sip:rr.example:5080;lr;x=rrx>;y=rry\r\n"
    "From: \"Bob B\" <sip:bob:secret@example.com:5062;user=phone;transport=tcp>;tag=ft1;x=fx\r\n"
    "To: <sip:+4930123;rn=+4999@example.org>\r\n"
    "Refer-To: Carol <sips:carol@ref.example;x=r>;tag=reft;x=rx\r\n"
    "Remote-Party-ID: \"Dan\" <tel:+1234>;party=calling\r\n"
    "Contact: \"C\" <sip:con@192.0.2.55:5066;transport=udp;x=cx>;expires=60;q=0.7;methods=\"INVITE\";+sip.instance=\"<urn:uuid:1>\";received=\"sip:1.1.1.1\";x=cpx\r\n"
    "Call-ID: sel1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Max-Forwards: 70\r\n"
    "User-Agent: UA/1\r\n"
    "Subject: the subject\r\n"
    "Expires: 120\r\n"
    "Date: Sat, 13 Nov 2010 23:29:00 GMT\r\n"
    "Event: presence;id=1\r\n"
    "Priority: urgent\r\n"
    "Organization: Org\r\n"
    "Supported: 100rel, path\r\n"
    "X-Foo: one, two\r\n"
    "X-Foo: three\r\n"
    "X-Na: \"N\" <sip:n@na.example;z=9>;p=v1, <sip:n2@na2.example>;p=v2\r\n"
    "Diversion: <sip:div@x>;reason=busy\r\n"
    "Authorization: Digest username=\"auser@adom\", realm=\"example\", nonce=\"n1\", uri=\"sip:x\", response=\"r1\", algorithm=MD5, cnonce=\"cn\", nc=00000001, qop=auth, opaque=\"op\"\r\n"
    "Proxy-Authorization: Digest username=\"p\", realm=\"example\", nonce=\"n2\", uri=\"sip:y\", response=\"r2\"\r\n"
    "Session-Expires: 1800\r\n"
    "Min-SE: 90\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 87\r\n"
    "\r\n"
    "v=0\r\n"
    "o=- 1 1 IN IP4 192.0.2.1\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.1\r\n"
    "t=0 0\r\n"
    "m=audio 4000 RTP/AVP 0\r\n";

constexpr std::pair<const char*, const char*> kSeen[] = {
#include "selects_table.inc"
};

std::string value_of(const std::string& select, ContextBuilder& message) {
  ScriptRun s("request_route { append_branch(\"sip:b1@b1.example:77;w=v\", \"0.5\"); append_branch(\"sip:b2@b2.example\");\n"
              "setdsturi(\"sip:next.example:5099;transport=udp;x=1\"); xlog(\"$sel(" + select + ")\"); }");
  return s.run(message);
}

TEST(Selects, AsKamailio) {
  ContextBuilder m(kMessage);
  m.context.flow.remote = *io::Address::parse("127.0.0.1", 25998);
  m.context.flow.local = *io::Address::parse("127.0.0.1", 25170);
  for (auto [select, seen] : kSeen) {
    ContextBuilder fresh(kMessage);
    fresh.context.flow = m.context.flow;
    EXPECT_EQ(value_of(select, fresh), seen) << select;
  }
}

TEST(Selects, BranchesAndNextHop) {
  for (auto [select, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {"branch.count", "2"}, {"branch.uri", "sip:b1@b1.example:77;w=v,sip:b2@b2.example"}, {"branch.uri[1]", "sip:b2@b2.example"},
           {"branch.uri[-1].host", "b2.example"}, {"branch.uri[0].params.w", "v"}, {"branch.q", "0.5,"}, {"branch.q[1]", "<null>"},
           {"branch.uriq", "<sip:b1@b1.example:77;w=v>;q=0.5,sip:b2@b2.example"}, {"branch.uriq[0].params.q", "0.5"}, {"branch.uri[2]", "<null>"},
           {"dst_uri.port", "5099"}, {"next_hop", "sip:next.example:5099;transport=udp;x=1"}, {"next_hop.hostport", "next.example:5099"},
           {"next_hop.params.x", "1"}, {"next_hop.src_ip", "<null>"}}) {
    ContextBuilder m(kMessage);
    EXPECT_EQ(value_of(select, m), expected) << select;
  }
}

TEST(Selects, WhereKamailioIsOdd) {
  for (auto [select, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {"from.uri.params", "user=phone;transport=tcp"}, {"via[2]", "SIP/2.0/TCP 192.0.2.9:5071;branch=z9hG4bKtwo;received=192.0.2.10"},
           {"record_route.params.y", "rry"}, {"record_route.uri.params.x", "rrx"}, {"hf_value.x_na.param.p", "v1"}, {"hf_value.x_na.uri.user", "n"},
           {"msg.h.x_na.params.p", "v1"}, {"msg.body.sdp.line.t", "0 0"}, {"msg.h.x-foo[-1]", "three"},
           {"hf_value_exists.supported.path", "1"}, {"sys.now.gmt.%Y", "2"}}) {
    ContextBuilder m(kMessage);
    auto seen = value_of(select, m);
    EXPECT_EQ(std::string_view(select).starts_with("sys.now") ? seen.substr(0, 1) : seen, expected) << select;
  }
}

TEST(Selects, UnknownOnes) {
  for (const char* select : {"nope", "from.nope", "via[1].nope", "ruri.user.x", "msg.nope", "hf_value_exists.a", "cfg_get.a.b"}) {
    ScriptRun s("request_route { xlog(\"$sel(" + std::string(select) + ")\"); }", true);
    EXPECT_EQ(s.program, nullptr) << select;
  }
  EXPECT_EQ(ScriptRun("request_route { $var(x) = @cfg_get.a.b; }", true).program, nullptr);
  EXPECT_EQ(run_body("if (defined @from.nope) xlog(\"a value\"); else xlog(\"none\"); if (@nope == \"x\") xlog(\"equal\");"), "none");
}

}  // namespace
}  // namespace kukini::test
