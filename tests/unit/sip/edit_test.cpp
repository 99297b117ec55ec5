// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Edit lists and the encoding of forwarded messages.
#include <gtest/gtest.h>

#include <array>

#include "messages.hpp"
#include "sip/encode.hpp"

namespace kukini::sip {
using test::Parsed;
namespace {

template <class F>
std::string out(F f) {
  std::string buffer(70000, '\0');
  buffer.resize(f(std::span<char>(buffer.data(), buffer.size())));
  return buffer;
}

std::string request(const Message& m, std::initializer_list<const EditList*> lists, const RequestOut& what = {}) {
  return out([&](std::span<char> to) { return encode_request(to, m, lists.begin(), lists.size(), what); });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

TEST(EditList, NothingChangesNothing) {
  const auto text = test::invite("Subject: x\r\n", "hello");
  Parsed m(text);
  base::Arena arena;
  EditList empty(arena);
  EXPECT_TRUE(empty.empty());
  EXPECT_EQ(request(*m, {}), text);
  EXPECT_EQ(request(*m, {&empty, nullptr}), text);
}

TEST(EditList, OrderAtOnePlaceIsThatOfInsertion) {
  const auto text = test::invite();
  Parsed m(text);
  base::Arena arena;
  EditList a(arena), b(arena);
  a.append_header(*m, "X-A: 1\r\n");
  a.prepend_header(*m, "X-C: 1\r\n");
  a.append_header(*m, "X-B: 1\r\n");
  a.prepend_header(*m, "X-D: 1\r\n");
  b.prepend_header(*m, "X-E: 1\r\n");
  EXPECT_EQ(a.count(), 4u);
  EXPECT_EQ(a.growth(), 32u);
  auto want = replaced(text, "Via:", "X-C: 1\r\nX-D: 1\r\nX-E: 1\r\nVia: new\r\nVia:");
  want = replaced(want, "\r\n\r\n", "\r\nX-A: 1\r\nX-B: 1\r\n\r\n");
  EXPECT_EQ(request(*m, {&a, &b}, {.via_line = "Via: new\r\n"}), want);
}

TEST(EditList, RemovalsMayOverlapAndTextInsideStays) {
  const auto text = test::invite("Subject: abcdefghij\r\n");
  Parsed m(text);
  base::Arena arena;
  EditList e(arena);
  const auto at = m->offset(m->value(HeaderType::subject));
  e.remove(at + 2, 4);  // cdef
  e.remove(at + 4, 4);  // efgh
  e.remove(at + 3, 1);
  e.insert(at + 5, "+");
  e.insert(at + 2, "-");
  EXPECT_EQ(request(*m, {&e}), replaced(text, "abcdefghij", "ab-+ij"));
  EditList other(arena);
  other.remove(at, 3);
  EXPECT_EQ(request(*m, {&e, &other}), replaced(text, "abcdefghij", "-+ij"));
}

TEST(EditList, AnchorsAndCopies) {
  const auto text = test::invite();
  Parsed m(text);
  base::Arena arena, second;
  EditList e(arena);
  std::string temporary = "after";
  e.insert_after(*m, m->call_id(), temporary);
  e.insert_before(*m, m->call_id(), "before");
  e.replace(*m, m->from()->display, "\"B\"");
  e.remove(*m, m->line(*m->first(HeaderType::max_forwards)));
  auto* copy = e.copy_to(second);
  temporary = "XXXXX";
  auto want = replaced(replaced(text, "c1@10.0.0.1", "beforec1@10.0.0.1after"), "\"Alice\"", "\"B\"");
  want = replaced(want, "Max-Forwards: 70\r\n", "");
  EXPECT_EQ(request(*m, {copy}), want);
  EditList all(second);
  all.append(*copy);
  EXPECT_EQ(request(*m, {&all}), want);
}

TEST(Encode, RequestLineRouteAndVia) {
  const auto text = test::invite("Route: <sip:old;lr>\r\n");
  Parsed m(text);
  auto want = replaced(text, "sip:bob@example.com SIP", "sip:1.2.3.4 SIP");
  want = replaced(want, "Via:", "Via: top\r\nVia:");
  want = replaced(want, "Route:", "Route: <sip:new;lr>\r\nRoute:");
  EXPECT_EQ(request(*m, {}, {.ruri = "sip:1.2.3.4", .via_line = "Via: top\r\n", .route_lines = "Route: <sip:new;lr>\r\n"}), want);
  Parsed plain(test::invite());
  EXPECT_EQ(request(*plain, {}, {.route_lines = "Route: <sip:n>\r\n", .method = "PRACK"}),
            replaced(replaced(test::invite(), "rport\r\n", "rport\r\nRoute: <sip:n>\r\n"), "INVITE sip", "PRACK sip"));
}

TEST(Encode, ContentLengthFollowsTheBody) {
  const auto text = test::invite({}, "hello");
  Parsed m(text);
  base::Arena arena;
  EditList e(arena);
  e.replace(*m, m->body(), "hello, world");
  EXPECT_EQ(request(*m, {&e}), replaced(replaced(text, "hello", "hello, world"), "Content-Length: 5", "Content-Length: 12"));
  EditList gone(arena);  // the script removes the header as well
  gone.remove(*m, m->line(*m->first(HeaderType::content_length)));
  EXPECT_EQ(request(*m, {&e, &gone}), replaced(replaced(text, "hello", "hello, world"), "Content-Length: 5", "Content-Length: 12"));
  const std::string none = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n";
  Parsed without(none);
  EXPECT_EQ(request(*without, {}), none);
  EXPECT_EQ(request(*without, {}, {.stream = true}), replaced(none, "\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n"));
  EditList body(arena);
  body.insert(without->body_offset(), "abc");
  EXPECT_EQ(request(*without, {&body}), replaced(none, "\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nabc"));
}

TEST(Encode, TooSmallGivesZeroAndBoundFits) {
  Parsed m(test::invite());
  base::Arena arena;
  EditList e(arena);
  e.append_header(*m, "X: y\r\n");
  const EditList* lists[] = {&e};
  const RequestOut what{.ruri = "sip:someone@else", .via_line = "Via: x\r\n"};
  std::string buffer(request_bound(*m, lists, 1, what), '\0');
  const auto size = encode_request(buffer, *m, lists, 1, what);
  ASSERT_GT(size, 0u);
  for (std::size_t n = 0; n < size; ++n) EXPECT_EQ(encode_request({buffer.data(), n}, *m, lists, 1, what), 0u);
  EXPECT_EQ(encode_request({buffer.data(), size}, *m, lists, 1, what), size);
}

// As Kamailio 5.6.3 forwards them.
TEST(Encode, ReceivedAndRport) {
  auto via = [](std::string_view value, std::string_view address, bool force = false) {
    Parsed m("INVITE sip:a@b SIP/2.0\r\nVia: " + std::string(value) + "\r\n\r\n");
    base::Arena arena;
    EditList e(arena);
    add_received_rport(*m, e, {address, 15963, force}, arena);
    const auto text = request(*m, {&e});
    return text.substr(29, text.size() - 33);
  };
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.1:5;branch=z", "127.0.0.1"), "SIP/2.0/UDP 127.0.0.1:5;branch=z");
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.1:5;branch=z;rport;a=b", "127.0.0.1"),
            "SIP/2.0/UDP 127.0.0.1:5;received=127.0.0.1;branch=z;rport=15963;a=b");
  EXPECT_EQ(via("SIP/2.0/UDP 10.0.0.1", "127.0.0.1"), "SIP/2.0/UDP 10.0.0.1;received=127.0.0.1");
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.1:5;branch=z", "127.0.0.1", true), "SIP/2.0/UDP 127.0.0.1:5;rport=15963;branch=z");
  EXPECT_EQ(via("SIP/2.0/UDP 1.1.1.1;received=9.9.9.9;rport=7, SIP/2.0/UDP x", "2.2.2.2"),
            "SIP/2.0/UDP 1.1.1.1;received=2.2.2.2;rport=15963, SIP/2.0/UDP x");
  EXPECT_EQ(via("SIP/2.0/UDP 1.1.1.1;branch=z;received=9.9.9.9;rport=7", "1.1.1.1"), "SIP/2.0/UDP 1.1.1.1;branch=z;received=1.1.1.1;rport=15963");
  EXPECT_EQ(via("SIP/2.0/UDP [2001:DB8::1];branch=z", "2001:db8::1"), "SIP/2.0/UDP [2001:DB8::1];branch=z");
}

TEST(Encode, ReplyForward) {
  auto forward = [](std::string_view vias, int code = 0, std::string_view reason = {}) {
    Parsed m("SIP/2.0 200 OK\r\n" + std::string(vias) + "\r\n");
    return out([&](std::span<char> to) { return encode_reply_forward(to, *m, nullptr, 0, false, code, reason); });
  };
  EXPECT_EQ(forward("A: b\r\nVia: SIP/2.0/UDP x\r\nVia: SIP/2.0/UDP y\r\n"), "SIP/2.0 200 OK\r\nA: b\r\nVia: SIP/2.0/UDP y\r\n\r\n");
  EXPECT_EQ(forward("Via: SIP/2.0/UDP x;a=b , SIP/2.0/UDP y\r\n"), "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP y\r\n\r\n");
  EXPECT_EQ(forward("v: SIP/2.0/UDP x\r\n ;a=b\r\n"), "SIP/2.0 200 OK\r\n\r\n");
  EXPECT_EQ(forward("Via: SIP/2.0/UDP x\r\n", 603, "No"), "SIP/2.0 603 No\r\n\r\n");
}

}  // namespace kukini::sip
