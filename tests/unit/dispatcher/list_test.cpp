// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading lists: what is accepted, what is tolerated with a note, what refuses the file, and with which words.
#include <gtest/gtest.h>

#include <algorithm>

#include "list_file.hpp"

using namespace kukini;
using namespace kukini::modules::dispatcher;

namespace {
std::vector<io::ListenSocket> sockets() {
  io::ListenSocket a, b;
  a.address = *io::Address::parse("127.0.0.1", 5060);
  b.id = 1;
  b.address = *io::Address::parse("::1", 5070);
  b.protocol = io::Protocol::tcp;
  b.name = "inner";
  return {a, b};
}
ListResult parse(std::string_view text) {
  static auto all = sockets();
  return parse_list(text, "x.list", {all, false});
}
std::string error(std::string_view line) {
  auto r = parse(line);
  return r.errors.empty() ? "" : r.errors[0];
}
}  // namespace

TEST(List, TheArticle) {
  auto r = parse(
      "# /etc/kamailio/dispatcher.list\n# Format: setid uri flags priority attrs description\n"
      "1 sip:192.168.1.10:5060 0 0 weight=50 Asterisk-A\n1 sip:192.168.1.20:5060 0 0 weight=50 Asterisk-B\n");
  EXPECT_TRUE(r.errors.empty());
  ASSERT_EQ(r.destinations.size(), 2u);
  EXPECT_EQ(r.destinations[0].uri, "sip:192.168.1.10:5060");
  EXPECT_EQ(r.destinations[0].attrs.weight, 50);
  EXPECT_EQ(r.destinations[0].attrs.body, "weight=50");
  ASSERT_EQ(r.notes.size(), 2u);
  EXPECT_EQ(r.notes[0], "x.list:3: text after the attributes is taken for a description and ignored: \"Asterisk-A\"");
}

TEST(List, EveryColumnAndAttribute) {
  auto r = parse(
      "\xef\xbb\xbf 5\tsips:u@[2001:db8::1]:5070;transport=tcp\t9 -3  "
      "duid=abc;weight=30;rweight=40;maxload=7;latency=24;cc=1;socket=udp:127.0.0.1:5060;ping_from=sip:a@b;obproxy=sip:127.0.0.1:9;my=x;flag # end\r\n"
      "\r\n   # comment\n5 sip:example.com 0 0 \"sockname=inner;note=two words\"\n6 sip:1.2.3.4\n6 sip:1.2.3.5 8\n");
  EXPECT_TRUE(r.errors.empty()) << r.errors[0];
  EXPECT_TRUE(r.notes.empty()) << r.notes[0];
  ASSERT_EQ(r.destinations.size(), 4u);
  const auto& d = r.destinations[0];
  EXPECT_EQ(d.set, 5);
  EXPECT_EQ(d.flags, 9u);
  EXPECT_EQ(d.priority, -3);
  EXPECT_EQ(d.host, "2001:db8::1");
  EXPECT_EQ(d.port, 5070);
  EXPECT_EQ(d.protocol, io::Protocol::tcp);
  EXPECT_EQ(d.attrs.duid, "abc");
  EXPECT_EQ(d.attrs.weight, 30);
  EXPECT_EQ(d.attrs.rweight, 40);
  EXPECT_EQ(d.attrs.maxload, 7);
  EXPECT_EQ(d.attrs.latency, 24);
  EXPECT_EQ(d.attrs.cc, 1);
  EXPECT_EQ(d.attrs.ping_from, "sip:a@b");
  EXPECT_EQ(d.attrs.obproxy, "sip:127.0.0.1:9");
  EXPECT_EQ(d.socket, 0);
  EXPECT_EQ(r.destinations[1].socket, 1);
  EXPECT_EQ(r.destinations[1].attrs.body, "sockname=inner;note=two words");
  EXPECT_EQ(r.destinations[1].address.family, io::Family::none);
}

TEST(List, EveryBadLineIsReportedWithItsPlace) {
  auto r = parse("x sip:1.2.3.4\n1\n1 sip:1.2.3.4\n1 1.2.3.4:5060\n1 sip:a:b:c\n1 sip:1.2.3.4 x\n1 sip:1.2.3.4 64\n1 sip:1.2.3.4 0 high\n");
  ASSERT_EQ(r.errors.size(), 7u);
  EXPECT_EQ(r.errors[0], "x.list:1: \"x\" is not a set id: a number is needed as first column");
  EXPECT_EQ(r.errors[1], "x.list:2: the destination's URI is missing");
  EXPECT_EQ(r.errors[2], "x.list:4: \"1.2.3.4:5060\" is not a SIP URI; did you mean sip:1.2.3.4:5060?");
  EXPECT_EQ(r.errors[3], "x.list:5: \"sip:a:b:c\" is not a SIP URI");
  EXPECT_EQ(r.errors[4], "x.list:6: flags \"x\": a number is needed as third column");
  EXPECT_NE(r.errors[5].find("x.list:7: flags 64: known are"), std::string::npos);
  EXPECT_EQ(r.errors[6], "x.list:8: priority \"high\": a number is needed as fourth column");
}

TEST(List, BadAttributes) {
  EXPECT_EQ(error("1 sip:1.2.3.4 0 0 weight=many"), "x.list:1: attribute weight=many: a number is needed");
  EXPECT_EQ(error("1 sip:1.2.3.4 0 0 socket=udp:9.9.9.9:5060"), "x.list:1: attribute socket=udp:9.9.9.9:5060: the server does not listen there");
  EXPECT_EQ(error("1 sip:1.2.3.4 0 0 sockname=nope"), "x.list:1: attribute sockname=nope: no listen socket has that name");
  EXPECT_EQ(error("1 sip:1.2.3.4 0 0 obproxy=zzz"), "x.list:1: attribute obproxy=\"zzz\" is not a URI");
  EXPECT_EQ(error("1 sip:1.2.3.4 0 0 \"weight=5"), "x.list:1: a quote is not closed");
  EXPECT_EQ(error("1 sip:1.2.3.4;transport=pigeon"), "x.list:1: unknown transport \"pigeon\" in \"sip:1.2.3.4;transport=pigeon\"");
  EXPECT_EQ(error(std::string_view("\x7f" "ELF\0\0", 6)), "x.list:1: a NUL byte: this is not a text file");
}

TEST(List, MissingFile) {
  auto r = read_list("/nonexistent/dispatcher.list", {});
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error(), "cannot read /nonexistent/dispatcher.list: No such file or directory");
  EXPECT_FALSE(read_list("/tmp", {}));
}

TEST(List, OrderAndWeights) {
  Set set;
  for (auto& d : parse("1 sip:1.1.1.1 0 0 weight=10\n1 sip:1.1.1.2 0 5 weight=20\n1 sip:1.1.1.3 0 0 weight=30\n").destinations) set.destinations.push_back(d);
  finish_set(set);
  // As kamailio 5.6.3 lists them: highest priority first, of one priority the last of the file first.
  EXPECT_EQ(set.destinations[0].uri, "sip:1.1.1.2");
  EXPECT_EQ(set.destinations[1].uri, "sip:1.1.1.3");
  EXPECT_EQ(set.destinations[2].uri, "sip:1.1.1.1");
  ASSERT_EQ(set.slots.size(), 100u);
  EXPECT_EQ(std::count(set.slots.begin(), set.slots.end(), 0), 20);
  EXPECT_EQ(std::count(set.slots.begin(), set.slots.end(), 1), 30);
  EXPECT_EQ(std::count(set.slots.begin(), set.slots.end(), 2), 50);  // its 10 and the 40 that nobody has
}
