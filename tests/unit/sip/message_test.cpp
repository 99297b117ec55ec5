// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The message index: start lines, header lines, lists, copies, broken messages.
#include "sip/message.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "messages.hpp"

namespace kukini::sip {
using test::Parsed;

TEST(Message, Request) {
  Parsed m(test::invite("Subject: x\r\n", "hello"));
  ASSERT_EQ(m.outcome, ParseOutcome::ok);
  EXPECT_TRUE(m->is_request());
  EXPECT_EQ(m->method(), Method::invite);
  EXPECT_EQ(m->ruri(), "sip:bob@example.com");
  EXPECT_EQ(m->version(), "SIP/2.0");
  EXPECT_EQ(m->first_line(), "INVITE sip:bob@example.com SIP/2.0");
  EXPECT_EQ(m->headers().size(), 8u);
  EXPECT_EQ(m->call_id(), "c1@10.0.0.1");
  EXPECT_EQ(m->from_tag(), "a1");
  EXPECT_EQ(m->to_tag(), "");
  EXPECT_EQ(m->from_uri()->user, "alice");
  EXPECT_EQ(m->cseq()->number, 1u);
  EXPECT_EQ(m->max_forwards().value, 70u);
  EXPECT_EQ(m->via()->branch, "z9hG4bK1");
  EXPECT_EQ(m->body(), "hello");
  EXPECT_EQ(m->content_length().value, 5u);
  EXPECT_EQ(m->parsed_ruri()->host, "example.com");
  EXPECT_EQ(m->value(HeaderType::subject), "x");
  EXPECT_EQ(m->find("s"), m->find("SUBJECT"));
  EXPECT_EQ(m->line(*m->find("Subject")), "Subject: x\r\n");
  EXPECT_EQ(m->text(m->headers_end(), 2), "\r\n");
}

TEST(Message, Reply) {
  Parsed m("SIP/2.0 180 Ringing Bell\r\nCSeq: 2 BYE\r\n\r\n");
  ASSERT_EQ(m.outcome, ParseOutcome::ok);
  EXPECT_TRUE(m->is_reply());
  EXPECT_EQ(m->status_code(), 180);
  EXPECT_EQ(m->reason(), "Ringing Bell");
  EXPECT_EQ(m->transaction_method(), Method::bye);
  EXPECT_EQ(m->ruri(), "");
  EXPECT_EQ(Parsed("SIP/2.0 100 \r\n\r\n")->reason(), "");
  EXPECT_EQ(Parsed("SIP/2.0 100\r\n\r\n")->status_code(), 100);
}

TEST(Message, StartLineOutcomes) {
  const std::pair<std::string_view, ParseOutcome> cases[] = {
      {"", ParseOutcome::keepalive},
      {"\r\n\r\n", ParseOutcome::keepalive},
      {std::string_view("\0\0\0\0", 4), ParseOutcome::keepalive},
      {"x", ParseOutcome::not_sip},
      {"GET / HTTP/1.1\r\n\r\n", ParseOutcome::not_sip},
      {"INVITE sip:a@b SIP/2.0", ParseOutcome::not_sip},
      {"INVITE sip:a@b SIP/2.0\r\r", ParseOutcome::not_sip},
      {" INVITE sip:a@b SIP/2.0\r\n\r\n", ParseOutcome::not_sip},
      {"INVITE  sip:a@b SIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a@b  SIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a@b SIP/2.0 \r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a @b SIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a@b\tSIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE SIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INV(TE sip:a@b SIP/2.0\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a@b SIP/7.0\r\n\r\n", ParseOutcome::bad_version},
      {"INVITE sip:a@b SIP/2\r\n\r\n", ParseOutcome::bad_request_line},
      {"INVITE sip:a@b sip/2.0\r\n\r\n", ParseOutcome::ok},
      {"\r\n\r\nINVITE sip:a@b SIP/2.0\r\n\r\n", ParseOutcome::ok},
      {"SIP/2.0 4294967301 x\r\n\r\n", ParseOutcome::bad_status_line},
      {"SIP/2.0 999 x\r\n\r\n", ParseOutcome::bad_status_line},
      {"SIP/2.0 099 x\r\n\r\n", ParseOutcome::bad_status_line},
      {"SIP/2.0 20 x\r\n\r\n", ParseOutcome::bad_status_line},
      {"SIP/2.0\r\n\r\n", ParseOutcome::bad_status_line},
      {"SIP/3.0 200 OK\r\n\r\n", ParseOutcome::bad_version},
      {"INVITE sip:a@b SIP/2.0\r\n", ParseOutcome::truncated},
      {"INVITE sip:a@b SIP/2.0\r\nA: b\r\n", ParseOutcome::truncated},
      {"INVITE sip:a@b SIP/2.0\r\nA: b", ParseOutcome::truncated},
      {"INVITE sip:a@b SIP/2.0\nA: b\n\n", ParseOutcome::ok},
  };
  for (const auto& [text, outcome] : cases) {
    Parsed m(text);
    EXPECT_EQ(m.outcome, outcome) << text << " gives " << to_string(m.outcome);
    EXPECT_EQ(m.message == nullptr, outcome == ParseOutcome::keepalive || outcome == ParseOutcome::not_sip);
  }
}

TEST(Message, BrokenHeadersAreFoundAndTheRestIsStillThere) {
  for (std::string_view line : {"no colon\r\n", ": x\r\n", "Bad Name: x\r\n", "X\x0b: y\r\n", "X: a\rX-Other: b\r\n", "X\r\n : y\r\n", "X\xa0: y\r\n"}) {
    Parsed m("INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n" + std::string(line) + "Call-ID: z\r\n\r\n");
    EXPECT_EQ(m.outcome, ParseOutcome::bad_header) << line;
    EXPECT_EQ(m->call_id(), "z") << line;
    EXPECT_FALSE(m->find("X-Other"));
    EXPECT_TRUE(m->via());
  }
  Parsed nul(std::string("INVITE sip:a@b SIP/2.0\r\nX: a\0b\r\n\r\n", 34));
  EXPECT_EQ(nul.outcome, ParseOutcome::ok);
  EXPECT_EQ(nul->value(*nul->find("x")), std::string_view("a\0b", 3));
}

TEST(Message, Folding) {
  Parsed m("INVITE sip:a@b SIP/2.0\r\nSubject  \t:\r\n one \r\n\ttwo\r\nCall-ID: z \r\nl:\r\n 0\r\n\r\n");
  ASSERT_EQ(m.outcome, ParseOutcome::ok);
  ASSERT_EQ(m->headers().size(), 3u);
  EXPECT_EQ(m->value(HeaderType::subject), "one \r\n\ttwo");
  base::Arena arena;
  EXPECT_EQ(m->unfolded(*m->first(HeaderType::subject), arena), "one two");
  EXPECT_EQ(m->call_id(), "z");
  EXPECT_TRUE(m->content_length().ok());
}

TEST(Message, ContentLength) {
  auto outcome = [](std::string_view header, std::string_view body = "hello") {
    return Parsed("INVITE sip:a@b SIP/2.0\r\n" + std::string(header) + "\r\n" + std::string(body)).outcome;
  };
  EXPECT_EQ(outcome("Content-Length: 5\r\n"), ParseOutcome::ok);
  EXPECT_EQ(outcome("Content-Length: 00000000000000000000000000000005\r\n"), ParseOutcome::ok);
  EXPECT_EQ(outcome("Content-Length: 6\r\n"), ParseOutcome::truncated);
  for (auto text : {"-1", "+5", "0x5", "5 5", "5;x", "", "five", "1e3", "2147483648", "4294967296", "18446744073709551616", "99999999999999999999999999"})
    EXPECT_EQ(outcome("Content-Length: " + std::string(text) + "\r\n"), ParseOutcome::bad_content_length) << text;
  EXPECT_EQ(outcome("Content-Length: 5\r\nl: 5\r\n"), ParseOutcome::ok);
  EXPECT_EQ(outcome("Content-Length: 5\r\nl: 4\r\n"), ParseOutcome::bad_content_length);
  Parsed more("INVITE sip:a@b SIP/2.0\r\nl: 2\r\n\r\nhello");
  EXPECT_EQ(more->body(), "he");
  EXPECT_EQ(Parsed("INVITE sip:a@b SIP/2.0\r\n\r\nhello")->body(), "hello");
}

TEST(Message, Lists) {
  Parsed m(test::invite("Via: SIP/2.0/TCP b;branch=2, SIP/2.0/TLS c\r\nRoute: <sip:u;lr>, <sip:v>\r\nr: x\r\nRoute: \"a,b\" <sip:w;lr>\r\n"));
  std::string seen;
  for (const auto* v = m->via(); v; v = m->next_via(v)) seen += std::string(v->host) + (v->first_in_header ? "* " : " ");
  EXPECT_EQ(seen, "10.0.0.1* b* c ");
  EXPECT_TRUE(m->via_list_ok());
  seen.clear();
  for (const auto* r = m->route(); r; r = m->next_addr(r)) seen += std::string(m->uri(r)->text) + "@" + std::string(m->bytes().substr(m->offset(r->text), 4)) + " ";
  EXPECT_EQ(seen, "sip:u;lr@<sip sip:v@<sip sip:w;lr@\"a,b ");
  EXPECT_TRUE(m->addr_list_ok(HeaderType::route));
  EXPECT_TRUE(m->addr_list_ok(HeaderType::contact));
  Parsed broken(test::invite("Route: <sip:u;lr>, <sip:v\r\nVia: x\r\n"));
  EXPECT_TRUE(broken->route());
  EXPECT_FALSE(broken->addr_list_ok(HeaderType::route));
  EXPECT_FALSE(broken->via_list_ok());
}

TEST(Message, CloneStandsAlone) {
  base::Arena arena;
  Message* copy = nullptr;
  {
    Parsed m(test::invite("Contact: <sip:a@1.2.3.4>\r\n", "body"));
    m->contact();
    m->via();
    copy = m->clone(arena);
    std::fill_n(m.bytes.get(), 20, 'x');
  }
  EXPECT_EQ(copy->first_line(), "INVITE sip:bob@example.com SIP/2.0");
  EXPECT_EQ(copy->contact()->uri_text, "sip:a@1.2.3.4");
  EXPECT_EQ(copy->via()->host, "10.0.0.1");
  EXPECT_EQ(copy->body(), "body");
  EXPECT_TRUE(copy->contains(copy->via()->text));
}

TEST(Message, Numbers) {
  EXPECT_EQ(Parsed("BYE sip:a SIP/2.0\r\n\r\n")->max_forwards().state, NumberState::absent);
  EXPECT_EQ(Parsed("BYE sip:a SIP/2.0\r\nMax-Forwards: 0068\r\n\r\n")->max_forwards().value, 68u);
  for (auto text : {"256", "-1", "99999999999999", "", "x", "7 0"})
    EXPECT_EQ(Parsed("BYE sip:a SIP/2.0\r\nMax-Forwards: " + std::string(text) + "\r\n\r\n")->max_forwards().state, NumberState::malformed) << text;
  EXPECT_EQ(Parsed("BYE sip:a SIP/2.0\r\nExpires: 4294967295\r\n\r\n")->expires().value, 4294967295u);
}

TEST(Message, ManyHeadersStayLinear) {
  std::string text = "OPTIONS sip:a@b SIP/2.0\r\n";
  for (std::size_t i = 0; i < kMaxHeaders; ++i) text += "X: y\r\n";
  EXPECT_EQ(Parsed(text + "\r\n").outcome, ParseOutcome::ok);
  EXPECT_EQ(Parsed(text + "X: y\r\n\r\n").outcome, ParseOutcome::too_many_headers);
}

}  // namespace kukini::sip
