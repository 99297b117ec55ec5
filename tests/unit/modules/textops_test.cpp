// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// textops: results and changed messages, as Kamailio 5.6.3 answers them.
#include <gtest/gtest.h>

#include <ostream>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

constexpr const char* kMessage =
    "INVITE sip:bob@example.com SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx\n"
    "From: \"Al\" <sip:alice@atlanta.com>;tag=abc\n"
    "To: Bob <sip:bob@biloxi.com>\n"
    "Call-ID: c1@host\n"
    "CSeq: 17 INVITE\n"
    "Contact: <sip:a@127.0.0.1:5066>\n"
    "m: <sip:b@127.0.0.2>\n"
    "X-A: one\n"
    "x-a : two\n"
    "X-B: three\n"
    "Subject: hello foo foo\n"
    "Privacy: id;header\n"
    "Content-Type: application/sdp\n"
    "Content-Length: 32\n"
    "\n"
    "v=0\no=abc foo\na=foo:1\ns=foo\n";

struct Case {
  const char* function;
  std::vector<std::string> args;
  int result;
  const char* has = "";     ///< stands in the message afterwards
  const char* has_not = nullptr;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.function; }

class Textops : public testing::TestWithParam<Case> {};

TEST_P(Textops, ResultAndMessage) {
  Harness h;
  h.load("pv");
  h.load("textops");
  h.start();
  ASSERT_TRUE(h.problems().empty()) << h.problems()[0];
  ContextBuilder b(kMessage);
  const auto& t = GetParam();
  EXPECT_EQ(h.call(b.context, t.function, t.args), t.result) << h.error();
  auto out = b.encoded();
  auto text = out + "\nRU " + std::string(b.context.ruri());
  EXPECT_NE(text.find(t.has), std::string::npos) << text;
  if (t.has_not != nullptr) {
    EXPECT_EQ(out.find(t.has_not), std::string::npos) << out;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Textops,
    testing::Values(
        Case{"remove_hf", {"X-A"}, 1, "m: <sip:b@127.0.0.2>\r\nX-B: three\r\n"}, Case{"remove_hf", {"x-a"}, 1, "0.2>\r\nX-B: three\r\n"},
        Case{"remove_hf", {"Contact"}, 1, "17 INVITE\r\nX-A", "127.0.0.2"}, Case{"remove_hf", {"m"}, 1, "17 INVITE\r\nX-A", "5066"},
        Case{"remove_hf", {"Nope"}, -1}, Case{"remove_hf_re", {"^X-"}, 1, "0.2>\r\nSubject"}, Case{"remove_hf_re", {"nope"}, -1},
        Case{"remove_hf_re", {"^x-.*:"}, -1, "X-A: one"}, Case{"remove_hf_exp", {"^X-A", "^x"}, -1},
        Case{"remove_hf_exp", {"^X-", "^x-b"}, 1, "0.2>\r\nX-B: three"}, Case{"append_hf", {"P-X: 1\r\n"}, 1, "Content-Length: 32\r\nP-X: 1\r\n\r\n"},
        Case{"append_hf", {"P-X: $rm\r\n", "X-A"}, 1, "x-a : two\r\nP-X: INVITE\r\nX-B"},
        Case{"append_hf", {"P-X: 1\r\n", "Nope"}, 1, "32\r\nP-X: 1\r\n\r\n"}, Case{"append_hf", {"P-X: 1"}, 1, "32\r\nP-X: 1\r\n\r\n"},
        Case{"insert_hf", {"P-X: 1\r\n"}, 1, "SIP/2.0\r\nP-X: 1\r\nVia"}, Case{"insert_hf", {"P-X: 1\r\n", "X-A"}, 1, "0.2>\r\nP-X: 1\r\nX-A: one"},
        Case{"append_urihf", {"CC-Diversion: ", "\r\n"}, 1, "32\r\nCC-Diversion: sip:bob@example.com\r\n\r\n"},
        Case{"is_present_hf", {"X-A"}, 1}, Case{"is_present_hf", {"f"}, 1}, Case{"is_present_hf", {"nope"}, -1},
        Case{"is_present_hf_re", {"^X-"}, 1}, Case{"search", {"foo"}, 1}, Case{"search", {"FOO"}, 1}, Case{"search", {"nope"}, -1},
        Case{"search_body", {"foo"}, 1}, Case{"search_body", {"X-A"}, -1},
        Case{"search_append", {"hello foo", "BAR"}, 1, "hello fooBAR foo"},
        Case{"search_append_body", {"o=abc", "BAR"}, 1, "Content-Length: 35\r\n\r\nv=0\r\no=abcBAR foo"},
        Case{"replace", {"foo", "BAR"}, 1, "hello BAR foo\r\n"}, Case{"replace", {"X-B: three", "X-C: $rm"}, 1, "X-C: $rm\r\n"},
        Case{"replace_all", {"foo", "BAR"}, 1, "hello BAR BAR\r\n", "foo"}, Case{"replace_body", {"foo", "BAR"}, 1, "o=abc BAR\r\na=foo:1"},
        Case{"replace_body_all", {"foo", "BARR"}, 1, "Content-Length: 35\r\n\r\nv=0\r\no=abc BARR\r\na=BARR:1\r\ns=BARR"},
        Case{"replace_hdrs", {"foo", "BAR"}, 1, "hello BAR foo"}, Case{"replace_str", {"foo", "BAR", "a"}, 1, "s=BAR", "foo"},
        Case{"replace_body_atonce", {"^v=0.*abc", "J"}, 1, "\r\n\r\nJ foo"}, Case{"replace_body_atonce", {"^o=", "J"}, -1, "o=abc"},
        Case{"replace_body_str", {"foo", "X", "a"}, 1, "Content-Length: 26"}, Case{"subst", {"/foo/bar/"}, 1, "hello bar foo"},
        Case{"subst", {"/foo/bar/g"}, 1, "s=bar", "foo"}, Case{"subst", {"/FOO/bar/"}, -1}, Case{"subst", {"/FOO/bar/i"}, 1, "hello bar foo"},
        Case{"subst", {"/f(o)o/<\\1>/g"}, 1, "hello <o> <o>\r\n"}, Case{"subst", {"/foo/bar"}, -1001}, Case{"subst", {"/fo(o/x/"}, -1001},
        Case{"subst_uri", {"/^sip:bob@(.*)$/sip:al@\\1/"}, 1, "RU sip:al@example.com"},
        Case{"subst_user", {"/bob/joe$rm/"}, 1, "RU sip:joeINVITE@example.com"}, Case{"subst_user", {"/b(.)b/x\\1y/"}, 1, "RU sip:xoy@example.com"},
        Case{"subst_body", {"/foo/bar/g"}, 1, "Subject: hello foo foo"}, Case{"subst_hf", {"Subject", "/foo/bar/", "f"}, 1, "hello bar foo"},
        Case{"subst_hf", {"Subject", "/foo/bar/g", "a"}, 1, "hello bar bar"}, Case{"has_body", {}, 1}, Case{"has_body", {"application/sdp"}, 1},
        Case{"has_body", {"application/isup"}, -1}, Case{"is_method", {"INVITE|ACK"}, 1}, Case{"is_method", {"ACK"}, -1},
        Case{"is_privacy", {"id"}, 1}, Case{"is_privacy", {"user"}, -1}, Case{"is_privacy", {"bogus"}, -1001},
        Case{"in_list", {"b", "a,b,c", ","}, 1}, Case{"in_list", {"x", "a,b,c", ","}, -1}, Case{"in_list", {"a", " a , b", ","}, 1},
        Case{"in_list_prefix", {"bcd", "a,b,c", ","}, 1}, Case{"cmp_str", {"a", "A"}, -1}, Case{"cmp_istr", {"a", "A"}, 1},
        Case{"starts_with", {"abc", "b"}, -2}, Case{"ends_with", {"abc", "bc"}, 1}, Case{"str_find", {"abc", "b"}, 2},
        Case{"str_ifind", {"abc", "B"}, 2}, Case{"str_find", {"abc", "x"}, -1}, Case{"search_str", {"abc", "B"}, 1},
        Case{"search_hf", {"Subject", "foo", "f"}, 1}, Case{"search_hf", {"Subject", "nope", "a"}, -1},
        Case{"set_body", {"new\r\n", "text/plain"}, 1, "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nnew\r\n", "foo:1"},
        Case{"set_body", {"", "text/plain"}, -1}, Case{"remove_hf_idx", {"X-A", "0"}, 1, "0.2>\r\nx-a : two"},
        Case{"remove_hf_idx", {"X-A", "-1"}, 1, "X-A: one\r\nX-B"}, Case{"remove_hf_idx", {"X-A", "7"}, -1},
        Case{"remove_hf_match", {"X-A", "eq", "one"}, 1, "0.2>\r\nx-a : two"}, Case{"remove_hf_match", {"X-A", "in", "w"}, 1, "X-A: one\r\nX-B"},
        Case{"set_body_multipart", {"t", "text/plain", "bnd"}, 1, "boundary=\"bnd\""}, Case{"append_body_part", {"x", "text/plain"}, -1},
        Case{"append_time_to_request", {}, 1, "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\nFrom"}));

TEST(TextopsReplies, LinesAndBodyAreKeptInTheState) {
  Harness h;
  h.load("textops");
  h.start();
  ContextBuilder b(kMessage);
  EXPECT_EQ(h.call(b.context, "append_to_reply", {"X-R: 1\r\n"}), 1);
  EXPECT_EQ(h.call(b.context, "append_to_reply", {"X-S: 2"}), 1);
  EXPECT_EQ(b.state.reply_lines, "X-R: 1\r\nX-S: 2\r\n");
  EXPECT_EQ(h.call(b.context, "set_reply_body", {"body", "text/plain"}), 1);
  EXPECT_EQ(b.state.reply_body, "body");
  EXPECT_EQ(b.state.reply_content_type, "text/plain");
}

TEST(TextopsBody, SetTwiceKeepsTheLast) {
  Harness h;
  h.load("textops");
  h.start();
  ContextBuilder b(kMessage);
  EXPECT_EQ(h.call(b.context, "set_body", {"first one", "text/plain"}), 1);
  EXPECT_EQ(h.call(b.context, "set_body", {"second", "text/html"}), 1);
  auto out = b.encoded();
  EXPECT_TRUE(out.ends_with("Content-Type: text/html\r\nContent-Length: 6\r\n\r\nsecond")) << out;
}

TEST(TextopsBody, PartsOfMultipart) {
  Harness h;
  h.load("pv");
  h.load("textops");
  h.start();
  constexpr const char* kParts =
      "INVITE sip:b@e.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx\nContent-Type: multipart/mixed;boundary=\"bb\"\nContent-Length: 113\n\n"
      "--bb\nContent-Type: application/sdp\n\nv=0\n--bb\nContent-Type: text/plain; x=1\n\nhello\n--bb--\n";
  ContextBuilder b(std::string(kParts).replace(std::string(kParts).find("113"), 3, "97"));
  EXPECT_EQ(h.call(b.context, "get_body_part", {"text/plain", "$shv(part)"}), 1);
  EXPECT_EQ(h.format(b.context, "$shv(part)"), "hello");
  EXPECT_EQ(h.call(b.context, "filter_body", {"application/sdp"}), 1);
  EXPECT_EQ(b.encoded().find("hello"), std::string::npos);
  EXPECT_NE(b.encoded().find("v=0\r\n--bb--"), std::string::npos) << b.encoded();
}

// A receiver must not be told a header that the script removed, however it was written.
TEST(TextopsRemoval, NoSpellingSlipsThrough) {
  Harness h;
  h.load("textops");
  h.start();
  ContextBuilder b(
      "INVITE sip:b@e.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx\nP-Asserted-Identity: <sip:a@x>\np-asserted-identity : <sip:b@x>\n"
      "P-ASSERTED-IDENTITY\t:\n <sip:c@x>\nContent-Length: 0\n\n");
  EXPECT_EQ(h.call(b.context, "remove_hf", {"P-Asserted-Identity"}), 1);
  auto out = b.encoded();
  EXPECT_EQ(out.find("@x"), std::string::npos) << out;
}

}  // namespace
