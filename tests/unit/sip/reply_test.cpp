// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Replies made here, CANCEL, ACK.
#include <gtest/gtest.h>

#include "messages.hpp"
#include "sip/encode.hpp"

namespace kukini::sip {
using test::Parsed;
namespace {

std::string reply(std::string_view request, int code, const ReplyOptions& o = {}) {
  Parsed m(request);
  std::string buffer(70000, '\0');
  buffer.resize(build_reply(buffer, *m, code, reason_phrase(code), o));
  return buffer;
}

}  // namespace

TEST(Reply, CopiesWhatRfc3261Says) {
  EXPECT_EQ(reply(test::invite("Record-Route: <sip:p;lr>\r\nTimestamp: 5\r\nVia: SIP/2.0/UDP z\r\n"), 404, {.to_tag = "tt", .header_lines = "Server: k\r\n"}),
            "SIP/2.0 404 Not Found\r\n"
            "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport\r\n"
            "From: \"Alice\" <sip:alice@example.com>;tag=a1\r\n"
            "To: <sip:bob@example.com>;tag=tt\r\n"
            "Call-ID: c1@10.0.0.1\r\n"
            "CSeq: 1 INVITE\r\n"
            "Via: SIP/2.0/UDP z\r\n"
            "Server: k\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(Reply, RecordRouteInDialogMakingRepliesOnly) {
  const auto text = test::invite("Record-Route: <sip:p;lr>\r\nRecord-Route: <sip:q;lr>\r\nTimestamp: 5\r\n");
  const auto has = [](const std::string& t, std::string_view what) { return t.find(what) != std::string::npos; };
  for (int code : {101, 180, 200}) EXPECT_TRUE(has(reply(text, code), "<sip:p;lr>\r\nRecord-Route: <sip:q;lr>\r\n")) << code;
  for (int code : {100, 302, 404, 600}) EXPECT_FALSE(has(reply(text, code), "Record-Route")) << code;
  EXPECT_FALSE(has(reply(text, 200, {.record_route = false}), "Record-Route"));
  EXPECT_TRUE(has(reply(text, 100), "Timestamp: 5\r\n"));
  EXPECT_FALSE(has(reply(text, 200), "Timestamp"));
  EXPECT_FALSE(has(reply("BYE sip:a SIP/2.0\r\nRecord-Route: <sip:p;lr>\r\n\r\n", 200), "Record-Route"));
}

// As Kamailio 5.6.3 marks the Via of its own replies.
TEST(Reply, ReceivedAndRport) {
  auto via = [](std::string_view value, std::string_view address, bool force = false) {
    const auto text = reply("OPTIONS sip:a@b SIP/2.0\r\nv: " + std::string(value) + "\r\n\r\n", 200, {.source = {address, 15963, force}});
    return text.substr(19, text.find("\r\n", 17) - 19);
  };
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.1:5;branch=z", "127.0.0.1"), "SIP/2.0/UDP 127.0.0.1:5;branch=z");
  EXPECT_EQ(via("SIP/2.0/UDP 10.0.0.1:5;rport;branch=z", "127.0.0.1"), "SIP/2.0/UDP 10.0.0.1:5;rport=15963;branch=z;received=127.0.0.1");
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.1;branch=z", "127.0.0.1", true), "SIP/2.0/UDP 127.0.0.1;branch=z;rport=15963");
  EXPECT_EQ(via("SIP/2.0/UDP 10.0.0.1;received=9.9.9.9 , SIP/2.0/UDP y", "127.0.0.1"), "SIP/2.0/UDP 10.0.0.1;received=127.0.0.1 , SIP/2.0/UDP y");
}

TEST(Reply, ToWithTagOrBrokenStaysAsItIs) {
  const auto to = [](std::string_view value) {
    const auto text = reply("OPTIONS sip:a@b SIP/2.0\r\nTo: " + std::string(value) + "\r\n\r\n", 400, {.to_tag = "new"});
    return text.substr(25, text.find("\r\n", 25) - 25);
  };
  EXPECT_EQ(to("<sip:a>;tag=x"), "To: <sip:a>;tag=x");
  EXPECT_EQ(to("sip:a"), "To: sip:a;tag=new");
  EXPECT_EQ(to("\"broken <sip:a>"), "To: \"broken <sip:a>");
}

TEST(Reply, BodyAndFoldsAndBareCr) {
  EXPECT_EQ(reply("OPTIONS sip:a@b SIP/2.0\r\nCall-ID:\r\n x\r\n\r\n", 200, {.content_type = "text/plain", .body = "hi"}),
            "SIP/2.0 200 OK\r\nCall-ID:   x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi");
  const auto text = reply("OPTIONS sip:a@b SIP/2.0\r\nCall-ID: x\rX-Smuggled: y\r\n\r\n", 400);
  EXPECT_NE(text.find("Call-ID: x X-Smuggled: y\r\n"), std::string::npos) << text;
}

TEST(Reply, RepeatedHeadersAreNotRepeated) {
  const auto text = reply("OPTIONS sip:a@b SIP/2.0\r\nTo: <sip:a>\r\nTo: <sip:b>\r\nCSeq: 1 A\r\nCSeq: 2 A\r\n\r\n", 400);
  EXPECT_EQ(text, "SIP/2.0 400 Bad Request\r\nTo: <sip:a>\r\nCSeq: 1 A\r\nContent-Length: 0\r\n\r\n");
}

TEST(Reply, TooSmallGivesZero) {
  Parsed m(test::invite());
  std::string buffer(1000, '\0');
  const auto size = build_reply(buffer, *m, 200, "OK", {});
  for (std::size_t n = 0; n < size; ++n) EXPECT_EQ(build_reply({buffer.data(), n}, *m, 200, "OK", {}), 0u);
}

// As Kamailio 5.6.3 makes them: in the order of the request.
TEST(LocalRequest, CancelAndAck) {
  Parsed sent(test::invite("Via: SIP/2.0/UDP second\r\nRoute: <sip:p;lr>, <sip:q>\r\nRoute: <sip:r>\r\n"));
  Parsed reply("SIP/2.0 486 Busy\r\nTo: <sip:bob@example.com>;tag=z\r\n\r\n");
  std::string buffer(1000, '\0');
  buffer.resize(build_cancel(buffer, *sent, "Reason: SIP;cause=200\r\n"));
  const std::string head = " sip:bob@example.com SIP/2.0\r\n"
                           "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport\r\n"
                           "Max-Forwards: 70\r\n"
                           "From: \"Alice\" <sip:alice@example.com>;tag=a1\r\n";
  const std::string routes = "Route: <sip:p;lr>, <sip:q>\r\nRoute: <sip:r>\r\n";
  const std::string call_id = "Call-ID: c1@10.0.0.1\r\n";
  EXPECT_EQ(buffer, "CANCEL" + head + "To: <sip:bob@example.com>\r\n" + call_id + "CSeq: 1 CANCEL\r\n" + routes +
                        "Reason: SIP;cause=200\r\nContent-Length: 0\r\n\r\n");
  buffer.resize(1000);
  buffer.resize(build_ack(buffer, *sent, *reply));
  EXPECT_EQ(buffer, "ACK" + head + "To: <sip:bob@example.com>;tag=z\r\n" + call_id + "CSeq: 1 ACK\r\n" + routes + "Content-Length: 0\r\n\r\n");
  Parsed bare("INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n");
  buffer.resize(1000);
  buffer.resize(build_cancel(buffer, *bare));
  EXPECT_EQ(buffer, "CANCEL sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace kukini::sip
