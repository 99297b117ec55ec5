// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// textopsx: what is sent after each function, and what can be read after msg_apply_changes().
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "module_harness.hpp"

using namespace kukini;
using namespace kukini::test;

namespace {
constexpr std::string_view kInvite =
    "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\nFrom: <sip:alice@a.example>;tag=1\nTo: <sip:bob@b.example>\n"
    "Call-ID: c1\nCSeq: 1 INVITE\nContact: <sip:alice@192.0.2.7>\nMax-Forwards: 70\n"
    "Foo: one, two;bar=1;baz=\"x,y\", three\nX-Mid: m\nFoo: four\nSupported: path, 100rel\nSupported: timer\nAllow: INVITE,ACK\n"
    "Authorization: Digest username=\"u\", realm=\"r\"\nSubject: hi\nUser-Agent: ua1\nRequire: a\n"
    "Content-Type: application/sdp\nContent-Length: 15\n\nv=0\r\no=x\r\ns=-\r\n";
constexpr std::string_view kRinging =
    "SIP/2.0 180 Ringing\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\nFrom: <sip:alice@a.example>;tag=1\n"
    "To: <sip:bob@b.example>;tag=2\nCall-ID: c1\nCSeq: 1 INVITE\nX-A: 1\nContent-Length: 0\n\n";

class Textopsx : public testing::Test {
 protected:
  Textopsx() {
    for (auto name : {"pv", "textops", "textopsx"}) h.load(name);
    h.start();
    take(kInvite);
  }
  void take(std::string_view message) {
    b = std::make_unique<ContextBuilder>(message);
    b->context.route_kind = b->msg->is_request() ? manifest::kRequest : manifest::kOnreply;
    b->context.reply_code = b->msg->status_code();
  }
  int call(const std::string& function, const std::vector<std::string>& args = {}) { return h.call(b->context, function, args); }
  std::string read(std::string_view format) { return h.format(b->context, format); }
  /// What would leave.
  std::string out() {
    b->msg = b->context.msg;
    std::string bytes(b->msg->bytes().size() + b->edits.growth() + 256, '\0');
    const sip::EditList* lists[] = {&b->edits};
    bytes.resize(sip::encode_as_is({bytes.data(), bytes.size()}, *b->msg, lists, 1));
    return bytes;
  }
  /// The lines that are not of every message, joined by " | ".
  std::string headers() {
    std::istringstream in(out());
    std::string text, line;
    std::getline(in, line);
    while (std::getline(in, line) && line != "\r") {
      if (line.ends_with('\r')) line.pop_back();
      bool usual = false;
      for (auto name : {"Via:", "From:", "To:", "Call-ID:", "CSeq:", "Contact:", "Max-Forwards:", "Content-"}) usual = usual || line.starts_with(name);
      if (!usual) text += (text.empty() ? "" : " | ") + line;
    }
    return text;
  }
  Harness h;
  std::unique_ptr<ContextBuilder> b;
};
}  // namespace

TEST_F(Textopsx, Loads) { EXPECT_TRUE(h.problems().empty()) << h.problems()[0]; }

TEST_F(Textopsx, ValuesAsKamailioChangesThem) {
  const char* top = std::getenv("KUKINI_SOURCE");
  std::ifstream file(std::string(top != nullptr ? top : ".") + "/tests/unit/modules/header_values.tsv");
  int rows = 0;
  auto untouched = headers();
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    auto a = line.find('\t'), c = line.find('\t', a + 1);
    auto text = line.substr(0, a), expected = line.substr(c + 1);
    // function("a","b"), quotes inside written \"
    std::vector<std::string> args;
    auto open = text.find('(');
    bool inside = false;
    for (std::size_t i = open + 1; i < text.size(); ++i) {
      if (text[i] == '\\' && inside) args.back() += text[++i];
      else if (text[i] == '"' && (inside = !inside)) args.emplace_back();
      else if (inside && text[i] != '"') args.back() += text[i];
    }
    take(kInvite);
    EXPECT_EQ(call(text.substr(0, open), args), std::stoi(line.substr(a + 1))) << text;
    EXPECT_EQ(headers(), expected == "=" ? untouched : expected) << text;
    ++rows;
  }
  EXPECT_GT(rows, 60);
}

TEST_F(Textopsx, BadPlaces) {
  for (auto place : {"", "[1]", "Foo[", "Foo[x]", "Foo[1]x", "Foo."}) EXPECT_EQ(call("remove_hf_value", {place}), -1001) << place;
}

TEST_F(Textopsx, ApplyChanges) {
  call("append_hf", {"P: 1\r\n"});
  b->context.set_ruri("sip:z@9.9.9.9");
  EXPECT_EQ(read("$hdr(P)"), "<null>");
  EXPECT_EQ(call("msg_apply_changes"), 1);
  EXPECT_EQ(read("$ou $ru $hdr(P)"), "sip:z@9.9.9.9 sip:z@9.9.9.9 1");
  EXPECT_TRUE(b->edits.empty());
  EXPECT_TRUE(b->context.has(sdk::ProcessingFlag::bytes_changed));
  EXPECT_EQ(call("remove_hf", {"P"}), 1);
  EXPECT_EQ(out().find("P: 1"), std::string::npos);
  b->context.route_kind = manifest::kFailure;
  EXPECT_EQ(call("msg_apply_changes"), -1);
}

TEST_F(Textopsx, AnotherMessage) {
  EXPECT_EQ(call("msg_set_buffer", {"no message"}), -1);
  EXPECT_EQ(call("msg_set_buffer", {std::string(kRinging)}), -1);
  EXPECT_EQ(call("msg_set_buffer", {"OPTIONS sip:n@m SIP/2.0\r\nVia: SIP/2.0/UDP 1.2.3.4;branch=z9hG4bKzz\r\nFrom: <sip:nn@x>;tag=1\r\n"
                                    "To: <sip:b@x>\r\nCall-ID: nn\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"}), 1);
  EXPECT_EQ(read("$ru $ou $fU $rm"), "sip:n@m sip:n@m nn OPTIONS");
}

TEST_F(Textopsx, ReplyStatus) {
  take(kRinging);
  EXPECT_EQ(call("change_reply_status", {"200", "OK"}), -1);
  EXPECT_EQ(call("change_reply_status", {"99", "OK"}), -1);
  call("append_hf", {"P: 1\r\n"});
  EXPECT_EQ(call("change_reply_status", {"183", "Session Progress"}), 1);
  EXPECT_EQ(read("$rs $rr"), "183 Ringing");
  EXPECT_EQ(b->context.reply_code, 183);
  EXPECT_TRUE(out().starts_with("SIP/2.0 183 Session Progress\r\n"));
  EXPECT_EQ(headers(), "X-A: 1 | P: 1");
  std::string busy(kRinging);
  take(busy.replace(8, 11, "486 Busy Xx"));
  EXPECT_EQ(call("change_reply_status_code", {"603"}), 1);
  EXPECT_TRUE(out().starts_with("SIP/2.0 603 Busy Xx\r\n"));
}

TEST_F(Textopsx, BodyAndHeadersGo) {
  EXPECT_EQ(call("remove_body"), 1);
  EXPECT_TRUE(out().ends_with("Content-Type: application/sdp\r\nContent-Length: 0\r\n\r\n"));
  take(kInvite);
  call("keep_hf", {"^X-|Subject"});
  EXPECT_EQ(headers(), "X-Mid: m | Subject: hi");
  EXPECT_NE(out().find("Max-Forwards"), std::string::npos);
}

TEST_F(Textopsx, Fnmatch) {
  EXPECT_EQ(call("fnmatch", {"abcd", "a*d"}), 1);
  EXPECT_EQ(call("fnmatch", {"abcd", "A*D"}), -1);
  EXPECT_EQ(call("fnmatch", {"abcd", "A*D", "i"}), 1);
  EXPECT_EQ(call("fnmatch", {"abcd", "ab[a-c]?"}), 1);
}

TEST_F(Textopsx, HeaderIterator) {
  EXPECT_EQ(call("hf_iterator_next", {"i"}), -1);
  EXPECT_EQ(call("hf_iterator_start", {"i"}), 1);
  EXPECT_EQ(read("$hfitname(i)"), "<null>");
  std::string names;
  while (call("hf_iterator_next", {"i"}) == 1) {
    auto name = read("$hfitname(i)");
    names += name + " ";
    if (name == "X-Mid") {
      EXPECT_EQ(read("$hfitbody(i)"), "m");
      call("hf_iterator_rm", {"i"});
    }
    if (name == "Subject") call("hf_iterator_append", {"i", "S2: after\r\n"});
    if (name == "Require") call("hf_iterator_insert", {"i", "S3: before\r\n"});
  }
  EXPECT_TRUE(names.starts_with("Via From To ")) << names;
  EXPECT_TRUE(names.ends_with("Content-Length ")) << names;
  EXPECT_EQ(call("hf_iterator_prev", {"i"}), 1);
  EXPECT_EQ(read("$hfitname(i)"), "Content-Length");
  EXPECT_EQ(call("hf_iterator_end", {"i"}), 1);
  EXPECT_EQ(call("hf_iterator_end", {"i"}), -1);
  EXPECT_NE(headers().find("Subject: hi | S2: after | User-Agent: ua1 | S3: before | Require: a"), std::string::npos) << headers();
  EXPECT_EQ(headers().find("X-Mid"), std::string::npos);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(call("hf_iterator_start", {"i" + std::to_string(i)}), 1);
}

TEST_F(Textopsx, BodyIterator) {
  EXPECT_EQ(call("bl_iterator_start", {"b"}), 1);
  EXPECT_EQ(read("$blitval(b)"), "<null>");
  while (call("bl_iterator_next", {"b"}) == 1) {
    auto line = read("$blitval(b)");
    if (line == "o=x\r\n") {
      call("bl_iterator_append", {"b", "a=app\r\n"});
      call("bl_iterator_insert", {"b", "a=ins\r\n"});
    }
    if (line == "s=-\r\n") call("bl_iterator_rm", {"b"});
  }
  EXPECT_TRUE(out().ends_with("Content-Length: 24\r\n\r\nv=0\r\na=ins\r\no=x\r\na=app\r\n")) << out();
}
