// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// sdpops: results and changed bodies, as Kamailio 5.6.3 answers them.
#include <gtest/gtest.h>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

const std::string kSdp =
    "v=0\no=alice 28 27 IN IP4 192.0.2.5\ns=-\nc=IN IP4 192.0.2.1\nb=AS:100\nt=0 0\na=sess:1\n"
    "m=audio 49170 RTP/AVP 0 8 97 101\nb=AS:64\na=rtpmap:0 PCMU/8000\na=rtpmap:97 iLBC/8000\na=fmtp:97 mode=20\na=rtcp-fb:97 nack\n"
    "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=sendrecv\n"
    "m=video 51372/2 RTP/SAVP 31 32\nc=IN IP6 2001:db8::1/3\na=rtpmap:31 H261/90000\na=rtcp:5555 IN IP4 1.2.3.4\na=inactive\n";

std::string message(const std::string& body, const std::string& type = "application/sdp") {
  std::string crlf;
  for (char ch : body) crlf += ch == '\n' ? "\r\n" : std::string(1, ch);
  return "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\nFrom: <sip:a@b>;tag=1\nTo: <sip:b@b>\nCall-ID: c\nCSeq: 1 INVITE\n" +
         (type.empty() ? "" : "Content-Type: " + type + "\n") + "Content-Length: " + std::to_string(crlf.size()) + "\n\n" + body;
}

class Sdpops : public testing::Test {
 protected:
  Sdpops() {
    for (auto name : {"pv", "sdpops"}) h.load(name);
    with(message(kSdp));
  }
  void with(const std::string& text) { b = std::make_unique<ContextBuilder>(text); }
  int call(const std::string& function, const std::vector<std::string>& args = {}) { return h.call(b->context, function, args); }
  std::string read(std::string_view format) { return h.format(b->context, format); }
  /// The body that leaves after the call, with LF.
  std::string after(const std::string& function, const std::vector<std::string>& args, int result = 1) {
    with(message(kSdp));
    EXPECT_EQ(call(function, args), result) << function;
    return body();
  }
  std::string body() {
    auto out = b->encoded();
    out = out.substr(out.find("\r\n\r\n") + 4);
    std::erase(out, '\r');
    return out;
  }
  static std::string without(std::string text, const std::vector<std::pair<std::string, std::string>>& changes) {
    for (const auto& [what, with] : changes) {
      auto at = text.find(what);
      EXPECT_NE(at, text.npos) << what;
      if (at != text.npos) text.replace(at, what.size(), with);
    }
    return text;
  }
  Harness h;
  std::unique_ptr<ContextBuilder> b;
};

}  // namespace

TEST_F(Sdpops, Loads) { EXPECT_TRUE(h.problems().empty()) << h.problems()[0]; }

TEST_F(Sdpops, Streams) {
  EXPECT_EQ(call("sdp_content"), 1);
  EXPECT_EQ(call("sdp_with_media", {"AUDIO"}), 1);
  EXPECT_EQ(call("sdp_with_media", {"aud"}), -1);
  EXPECT_EQ(call("sdp_with_active_media", {"audio"}), 1);
  EXPECT_EQ(call("sdp_with_active_media", {"video"}), -1);
  EXPECT_EQ(call("sdp_with_transport", {"rtp/savp"}), 1);
  EXPECT_EQ(call("sdp_with_transport", {"RTP/SAV"}), -1);
  EXPECT_EQ(call("sdp_with_transport_like", {"SAV"}), 1);
  EXPECT_EQ(call("sdp_with_transport_like", {"savp"}), -1);
  EXPECT_EQ(call("sdp_transport", {"$shv(t)"}), -2);
  EXPECT_EQ(call("sdp_with_ice"), -1);
  EXPECT_EQ(call("sdp_get_address_family"), 4);
  EXPECT_EQ(call("sdp_get_line_startswith", {"$shv(l)", "a=rtpm"}), 1);
  EXPECT_EQ(read("$shv(l)"), "a=rtpmap:0 PCMU/8000");
  EXPECT_EQ(call("sdp_get_line_startswith", {"$shv(l)", "zz"}), -1);
}

TEST_F(Sdpops, Codecs) {
  EXPECT_EQ(call("sdp_with_codecs_by_id", {"8"}), 2) << "in one of two streams";
  EXPECT_EQ(call("sdp_with_codecs_by_id", {"0,31"}), 2);
  EXPECT_EQ(call("sdp_with_codecs_by_id", {"99,18"}), -1);
  EXPECT_EQ(call("sdp_with_codecs_by_name", {"ilbc"}), 2);
  EXPECT_EQ(call("sdp_with_codecs_by_name", {"PCMA"}), 2) << "by its number alone";
  EXPECT_EQ(call("sdp_with_codecs_by_name", {"G729"}), -1);
  EXPECT_EQ(call("sdp_with_codecs_by_name", {"nope"}), -1);
  EXPECT_EQ(after("sdp_remove_codecs_by_id", {"8"}), without(kSdp, {{"0 8 97", "0 97"}}));
  EXPECT_EQ(after("sdp_remove_codecs_by_id", {"97,101", "audio"}),
            without(kSdp, {{" 97 101", ""}, {"a=rtpmap:97 iLBC/8000\na=fmtp:97 mode=20\na=rtcp-fb:97 nack\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n", ""}}));
  EXPECT_EQ(after("sdp_remove_codecs_by_id", {"31", "audio"}), kSdp);
  EXPECT_EQ(after("sdp_remove_codecs_by_id", {"9"}), kSdp) << "97 does not begin with 9";
  EXPECT_EQ(after("sdp_remove_codecs_by_name", {"nope"}, -1), kSdp);
  EXPECT_EQ(after("sdp_keep_codecs_by_name", {"PCMU,telephone-event", "audio"}),
            without(kSdp, {{"0 8 97 101", "0 101"}, {"a=rtpmap:97 iLBC/8000\na=fmtp:97 mode=20\na=rtcp-fb:97 nack\n", ""}}));
  EXPECT_EQ(after("sdp_keep_codecs_by_id", {"0"}),
            without(kSdp, {{" 8 97 101", ""},
                           {"a=rtpmap:97 iLBC/8000\na=fmtp:97 mode=20\na=rtcp-fb:97 nack\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n", ""},
                           {"SAVP 31 32", "SAVP"},
                           {"a=rtpmap:31 H261/90000\n", ""}}));
  EXPECT_EQ(call("sdp_remove_codecs_by_id", {"0"}), 1);
  EXPECT_EQ(call("sdp_remove_codecs_by_id", {"0,97"}), 1) << "what is gone already is not removed twice";
  EXPECT_EQ(body().find("RTP/AVP 0"), std::string::npos);
}

TEST_F(Sdpops, StreamsAndLinesAreRemoved) {
  EXPECT_EQ(after("sdp_remove_media", {"video"}), kSdp.substr(0, kSdp.find("m=video")));
  EXPECT_EQ(after("sdp_remove_media", {"text"}, -1), kSdp);
  EXPECT_EQ(after("sdp_remove_transport", {"RTP/AVP"}), kSdp.substr(0, kSdp.find("m=audio")) + kSdp.substr(kSdp.find("m=video")));
  EXPECT_EQ(after("sdp_remove_line_by_prefix", {"b="}), without(kSdp, {{"b=AS:100\n", ""}, {"b=AS:64\n", ""}}));
  EXPECT_EQ(after("sdp_remove_line_by_prefix", {"a=", "video"}), without(kSdp, {{"a=rtpmap:31 H261/90000\na=rtcp:5555 IN IP4 1.2.3.4\na=inactive\n", ""}}));
  EXPECT_EQ(after("sdp_remove_line_by_prefix", {"zz"}), kSdp);
}

TEST_F(Sdpops, Variables) {
  EXPECT_EQ(read("$(sdp(body){s.len})"), std::to_string(b->msg->body().size()));
  EXPECT_EQ(read("$sdp(sess_version) $sdp(o:ip) $sdp(c:ip) $sdp(c:af)"), "27 192.0.2.5 192.0.2.1 4");
  EXPECT_EQ(read("$sdp(m0:rtp:port) $sdp(m0:rtcp:port) $sdp(m0:b:AS) $sdp(m0:b:RR)"), "49170 49171 64 <null>");
  EXPECT_EQ(read("$sdp(m1:rtp:port) $sdp(m1:rtcp:port) $sdp(m2:rtp:port)"), "51372 5555 <null>");
  EXPECT_TRUE(read("$sdp(m1:raw)").starts_with("m=video 51372/2 RTP/SAVP"));
  EXPECT_TRUE(h.assign(b->context, "$sdp(sess_version)", kukini::sdk::Value::integer(5)));
  EXPECT_EQ(body(), without(kSdp, {{"28 27 IN", "28 5 IN"}}));
  EXPECT_TRUE(h.assign(b->context, "$sdp(sess_version)", kukini::sdk::Value::integer(-1)));
  EXPECT_EQ(body(), without(kSdp, {{"28 27 IN", "28 28 IN"}}));
  EXPECT_FALSE(h.assign(b->context, "$sdp(sess_version)", kukini::sdk::Value::string("6")));
  EXPECT_FALSE(h.assign(b->context, "$sdp(body)", kukini::sdk::Value::integer(6)));
}

TEST_F(Sdpops, Iterator) {
  EXPECT_EQ(call("sdp_iterator_next", {"i"}), -1);
  EXPECT_EQ(call("sdp_iterator_start", {"i"}), 1);
  int lines = 0;
  while (call("sdp_iterator_next", {"i"}) > 0) {
    ++lines;
    auto line = read("$sdpitval(i)");
    int rc = 1;
    if (line == "s=-\r\n") rc = call("sdp_iterator_append", {"i", "i=after\r\n"});
    if (line.starts_with("t=")) rc = call("sdp_iterator_insert", {"i", "k=before\r\n"});
    if (line.starts_with("a=")) rc = call("sdp_iterator_rm", {"i"});
    EXPECT_EQ(rc, 1) << line;
  }
  EXPECT_EQ(lines, std::count(kSdp.begin(), kSdp.end(), '\n'));
  EXPECT_EQ(call("sdp_iterator_end", {"i"}), 1);
  EXPECT_EQ(body(), "v=0\no=alice 28 27 IN IP4 192.0.2.5\ns=-\ni=after\nc=IN IP4 192.0.2.1\nb=AS:100\nk=before\nt=0 0\nm=audio 49170 RTP/AVP 0 8 97 101\nb=AS:64\n"
                    "m=video 51372/2 RTP/SAVP 31 32\nc=IN IP6 2001:db8::1/3\n");
}

TEST_F(Sdpops, Multipart) {
  auto head = std::string("--b1\nContent-Type: text/plain\n\nhello\n--b1\nContent-Type: application/sdp\n\n");
  with(message(head + kSdp + "--b1--\n", "multipart/mixed;boundary=\"b1\""));
  EXPECT_EQ(call("sdp_content"), 1);
  EXPECT_EQ(call("sdp_get", {"$shv(s)"}), 1);
  auto got = read("$shv(s)");
  std::erase(got, '\r');
  EXPECT_EQ(got, kSdp);
  EXPECT_EQ(call("sdp_remove_media", {"video"}), 1);
  EXPECT_EQ(body(), head + kSdp.substr(0, kSdp.find("m=video")) + "--b1--\n");
  with(message("--b1\nContent-Type: text/plain\n\nabout application/sdp\n--b1--\n", "multipart/mixed;boundary=b1"));
  EXPECT_EQ(call("sdp_content"), -1);
  EXPECT_EQ(call("sdp_content", {"1"}), 1);
}

TEST_F(Sdpops, NoneOrBroken) {
  with(message("", ""));
  EXPECT_EQ(call("sdp_get", {"$shv(s)"}), -2);
  EXPECT_EQ(call("sdp_with_codecs_by_id", {"0"}), -2);
  EXPECT_EQ(call("sdp_with_codecs_by_name", {"PCMU"}), -1);
  EXPECT_EQ(call("sdp_transport", {"$shv(t)"}), 1);
  EXPECT_EQ(read("$sdp(body) $sdp(m0:raw)"), "<null> <null>");
  for (auto* text : {"hello", "v=0\nc=IN IP4 1.2.3.4\n", "v=0\nc=IN IP4 1.2.3.4\nm=\n", "v=0\nc=IN IP4 1.2.3.4\nm=audio\n", "v=0\nc=IN IP4 1.2.3.4\nm=audio x RTP/AVP 0\n",
                     "v=0\nc=IN IP4 1.2.3.4\nm=audio 70000 RTP/AVP 0\n", "v=0\nc=IN IP4 1.2.3.4\nm=audio 5\n", "v=0\nm=audio 5 RTP/AVP 0\n", "v=0\nc=\nm=audio 5 RTP/AVP 0\nc=IN\n"}) {
    with(message(text));
    EXPECT_EQ(call("sdp_content"), -1) << text;
    EXPECT_EQ(call("sdp_get", {"$shv(s)"}), -1) << text;
    EXPECT_EQ(call("sdp_remove_codecs_by_id", {"0"}), -1) << text;
    EXPECT_EQ(call("sdp_remove_line_by_prefix", {"v="}), -1) << text;
    EXPECT_EQ(read("$sdp(sess_version)"), "<null>") << text;
  }
  with(message("v=0\nc=IN IP4 1.2.3.4\nm=audio 5 RTP/AVP 0 8\nm=audio 6 RTP/AVP 8 0\n", ""));
  EXPECT_EQ(call("sdp_with_codecs_by_id", {"0,8"}), 1) << "all in each; no Content-Type is as application/sdp";
  with(message("hello", "text/plain"));
  EXPECT_EQ(call("sdp_content", {"1"}), -1);
  EXPECT_EQ(call("sdp_get", {"$shv(s)"}), -1);
  with(message("v=0\nm=audio 5 RTP/AVP 0\nc=IN IP6 ::1", "application/SDP ; x=y"));
  EXPECT_EQ(call("sdp_content"), 1) << "no line end behind the last line";
  EXPECT_EQ(call("sdp_get_address_family"), -1);
  EXPECT_EQ(read("$sdp(c:ip) $sdp(c:af) $sdp(sess_version) $sdp(o:ip)"), "::1 6 <null> <null>");
}
