// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The front door and the single checks it is made of.
#include "sip/admission.hpp"

#include <gtest/gtest.h>

#include "messages.hpp"
#include "sip/checks.hpp"

namespace kukini::sip {
using test::Parsed;
namespace {

// "accept", "drop" or the code.
std::string judged(const std::string& text, const AdmissionPolicy& policy = {}) {
  Parsed p(text);
  if (!p.message) return "no message";
  const auto a = admit(*p, policy, p.arena);
  EXPECT_EQ(a.verdict == Verdict::accept, a.reason.empty());
  return a.verdict == Verdict::accept ? "accept" : a.verdict == Verdict::drop ? "drop" : std::to_string(a.code);
}

// test::invite with one text replaced.
std::string with(std::string_view from, std::string_view to) {
  auto text = test::invite();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string as(std::string_view method, std::string text) {
  for (std::size_t at; (at = text.find("INVITE")) != std::string::npos;) text.replace(at, 6, method);
  return text;
}

}  // namespace

TEST(Admission, OrdinaryRequestsPass) {
  EXPECT_EQ(judged(test::invite()), "accept");
  for (auto method : {"ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "UNHEARDOF"}) EXPECT_EQ(judged(as(method, test::invite())), "accept") << method;
  EXPECT_EQ(judged(with("Max-Forwards: 70\r\n", "")), "accept");
  EXPECT_EQ(judged(with(";branch=z9hG4bK1;rport", "")), "accept");
  EXPECT_EQ(judged(with(";tag=a1", "")), "accept");
  EXPECT_EQ(judged(with("<sip:bob@example.com>\r\n", "<isbn:1234>\r\n")), "accept");
  EXPECT_EQ(judged(with("sip:bob@example.com SIP", "tel:+1201 SIP")), "accept");
}

TEST(Admission, PolicyDecides) {
  EXPECT_EQ(judged(with("70", "0")), "accept");
  EXPECT_EQ(judged(with("70", "0"), {.max_forwards = true}), "483");
  EXPECT_EQ(judged(as("ACK", with("70", "0")), {.max_forwards = true}), "accept");
  EXPECT_EQ(judged(with(";tag=a1", ""), {.require_tags = true}), "400");
  EXPECT_EQ(judged(with("sip:bob@example.com SIP", "http://x SIP")), "416");
  EXPECT_EQ(judged(with("sip:bob@example.com SIP", "http://x SIP"), {.schemes = false}), "accept");
  const auto privacy = test::invite("Proxy-Require: Privacy , a\r\nProxy-Require: b\r\n");
  EXPECT_EQ(judged(privacy), "420");
  EXPECT_EQ(judged(privacy, {.proxy_require = "a,b"}), "420");
  EXPECT_EQ(judged(privacy, {.proxy_require = "b, a,privacy"}), "accept");
  EXPECT_EQ(judged(as("CANCEL", privacy)), "accept");
}

TEST(Admission, BadRequestsGet400) {
  for (const auto& text :
       {with("Call-ID: c1@10.0.0.1\r\n", ""), with("c1@10.0.0.1", ""), with("1 INVITE", "1 BYE"), with("1 INVITE", "x INVITE"), with("70", "256"),
        with("70", "-1"), with("To: <sip:bob@example.com>", "To:"), with("To: <sip:bob@example.com>", "To: <sip:b>;tag="), with("<sip:alice@example.com>", "<alice>"),
        with("<sip:alice@example.com>", "<sip:a b>"), with("sip:bob@example.com SIP", "sip:bob@example.com?Route=x SIP"), with("sip:bob@example.com SIP", "sip:bob@ SIP"),
        with(";branch=z9hG4bK1", ";branch=z9hG4bK"), with("SIP/2.0/UDP", "SIP/3.0/UDP"), with(";rport", ";rport=0"), test::invite("Route: <sip:a\r\n"),
        test::invite("Route:\r\n"), test::invite("Via: x\r\n"), test::invite("t: <sip:x>\r\n"), test::invite("Call-ID: 2\r\n"), test::invite("broken\r\n"),
        test::invite("l: 7\r\n"), as("REGISTER", test::invite("Contact: *\r\nExpires: 5\r\n")), as("REGISTER", test::invite("Contact: *, <sip:a>\r\nExpires: 0\r\n")),
        as("REGISTER", test::invite("Contact: %\r\n"))})
    EXPECT_EQ(judged(text), "400") << text;
  EXPECT_EQ(judged(as("REGISTER", test::invite("Contact: *\r\nExpires: 0\r\n"))), "accept");
  EXPECT_EQ(judged(with("SIP/2.0\r\n", "SIP/2.1\r\n")), "505");
}

TEST(Admission, NothingIsAnsweredThatMustNotBe) {
  EXPECT_EQ(judged(as("ACK", with("1 INVITE", "1 BYE"))), "drop");
  EXPECT_EQ(judged(with("Via:", "X-Via:")), "drop");
  EXPECT_EQ(judged("SIP/2.0 200 OK\r\n\r\n"), "drop");
}

TEST(Admission, Replies) {
  const auto reply = [](std::string_view via2, std::string_view start = "SIP/2.0 200 OK") {
    return judged(std::string(start) + "\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n" + std::string(via2) + test::invite().substr(test::invite().find("From:")));
  };
  EXPECT_EQ(reply(""), "accept");
  EXPECT_EQ(reply("Via: SIP/2.0/UDP 10.0.0.2\r\n"), "accept");
  EXPECT_EQ(reply("Via: SIP/2.0/UDP 255.255.255.255\r\n"), "drop");
  EXPECT_EQ(reply("Via: SIP/2.0/UDP a;received=255.255.255.255\r\n"), "drop");
  EXPECT_EQ(reply("Via: x\r\n"), "drop");
  EXPECT_EQ(reply("", "SIP/2.0 700 X"), "drop");
  EXPECT_EQ(reply("", "SIP/1.0 200 X"), "drop");
}

TEST(Checks, TellWhatIsWrong) {
  EXPECT_EQ(check_content_length(*Parsed("BYE sip:a SIP/2.0\r\nl: 5\r\n\r\nabc")), Check::too_short);
  EXPECT_EQ(check_content_length(*Parsed("BYE sip:a SIP/2.0\r\nl: x\r\n\r\nabc")), Check::malformed);
  EXPECT_EQ(check_content_length(*Parsed("BYE sip:a SIP/2.0\r\n\r\nabc")), Check::missing);
  EXPECT_EQ(check_content_length(*Parsed("BYE sip:a SIP/2.0\r\nl: 3\r\n\r\nabcdef")), Check::ok);
  EXPECT_EQ(check_ruri_scheme(*Parsed("BYE sip:a SIP/2.0\r\n\r\n")), Check::ok);
  EXPECT_EQ(check_ruri_scheme(*Parsed("BYE ftp:a SIP/2.0\r\n\r\n")), Check::unsupported);
  EXPECT_EQ(check_ruri_scheme(*Parsed("BYE <a> SIP/2.0\r\n\r\n")), Check::malformed);
  EXPECT_EQ(check_ruri(*Parsed("BYE sip:a@ SIP/2.0\r\n\r\n")), Check::malformed);
  EXPECT_EQ(check_version(*Parsed("BYE sip:a SIP/3.0\r\n\r\n")), Check::unsupported);
  EXPECT_EQ(check_cseq_method(*Parsed("BYE sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n")), Check::mismatch);
  EXPECT_EQ(check_cseq_value(*Parsed("BYE sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n")), Check::ok);
  EXPECT_EQ(check_cseq_value(*Parsed("BYE sip:a SIP/2.0\r\n\r\n")), Check::missing);
  EXPECT_EQ(check_unique_headers(*Parsed("BYE sip:a SIP/2.0\r\nl: 0\r\nl: 0\r\n\r\n")), Check::ok);
  EXPECT_EQ(check_unique_headers(*Parsed("BYE sip:a SIP/2.0\r\ni: 0\r\nCall-ID: 0\r\n\r\n")), Check::duplicate);
  EXPECT_EQ(check_expires(*Parsed("BYE sip:a SIP/2.0\r\nExpires: 4294967296\r\n\r\n")), Check::malformed);
  EXPECT_EQ(check_from_to_uri(*Parsed(test::invite())), Check::ok);
  EXPECT_EQ(check_via(*Parsed(test::invite())), Check::ok);
  EXPECT_EQ(check_contact(*Parsed(test::invite())), Check::missing);
  EXPECT_EQ(check_required_headers(*Parsed(test::invite())), Check::ok);
}

}  // namespace kukini::sip
