// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// binrpc: bytes as they were seen between kamcmd and kamailio 5.6.3, and bytes that nobody should send.
#include <gtest/gtest.h>

#include <random>

#include "rpc/binrpc.hpp"
#include "rpc/json.hpp"

using namespace kukini;
using namespace kukini::rpc;
using sdk::RpcArray;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {
std::string unhex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return out;
}
std::string hex(std::string_view bytes) {
  std::string out;
  for (unsigned char c : bytes) {
    out += "0123456789abcdef"[c >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return out;
}
binrpc::Packet cookie(std::uint32_t n) { return {binrpc::Type::request, 4, n, {}}; }
}  // namespace

TEST(Binrpc, ReadsWhatKamcmdSends) {
  // kamcmd core.echo a 12 3.5 s:x
  std::string bytes = unhex("a103173679ec93910a636f72652e6563686f00216100100c220dac217800");
  binrpc::Packet packet;
  std::size_t used = 0;
  ASSERT_EQ(binrpc::split(bytes, 1 << 20, packet, used), binrpc::Frame::ok);
  EXPECT_EQ(used, bytes.size());
  EXPECT_EQ(packet.cookie, 0x3679ec93u);
  sdk::RpcCall call;
  ASSERT_TRUE(binrpc::decode_request(packet.body, call));
  EXPECT_EQ(call.method, "core.echo");
  ASSERT_EQ(call.args.size(), 4u);
  EXPECT_EQ(std::get<std::string>(call.args[0].v), "a");
  EXPECT_EQ(std::get<std::int64_t>(call.args[1].v), 12);
  EXPECT_DOUBLE_EQ(std::get<double>(call.args[2].v), 3.5);
  EXPECT_EQ(std::get<std::string>(call.args[3].v), "x");
}

TEST(Binrpc, WritesWhatKamailioWrites) {
  EXPECT_EQ(hex(binrpc::encode_reply(cookie(0x092a03d5), {5})), "a11302092a03d51005");
  EXPECT_EQ(hex(binrpc::encode_reply(cookie(0x3d5329c0), {-1})), "a113053d5329c040ffffffff");
  EXPECT_EQ(hex(binrpc::encode_reply(cookie(1), {10136})), "a1130300000001202798");
  EXPECT_EQ(hex(binrpc::encode_reply(cookie(0x2a257bbc), {})), "a113002a257bbc");
  EXPECT_EQ(hex(binrpc::encode_fault(cookie(0x30808c67), 500, "command no.such not found")),
            "a1331f30808c672001f4911a636f6d6d616e64206e6f2e73756368206e6f7420666f756e6400");
  // core.uptime: structure of two texts and an integer
  EXPECT_EQ(hex(binrpc::encode_reply(cookie(0x1ca43f78), {RpcStruct{{"now", "Mon Nov 23 12:04:46 2026"}, {"uptime", 61}}})),
            "a1132c1ca43f7803456e6f770091194d6f6e204e6f762032332031323a30343a343620323032360075757074696d6500103d83");
}

TEST(Binrpc, LongBodiesHaveLongerLengths) {
  std::string text(70000, 'x');
  std::string bytes = binrpc::encode_reply(cookie(7), {text});
  binrpc::Packet packet;
  std::size_t used = 0;
  ASSERT_EQ(binrpc::split(bytes, 1 << 20, packet, used), binrpc::Frame::ok);
  std::vector<RpcValue> values;
  ASSERT_TRUE(binrpc::decode(packet.body, values));
  EXPECT_EQ(std::get<std::string>(values.at(0).v), text);
}

TEST(Binrpc, KeepsTreesWhole) {
  std::vector<RpcValue> tree{RpcStruct{{"SET", RpcStruct{{"ID", 1}, {"TARGETS", RpcArray{RpcValue("a"), RpcValue(2.25), RpcValue(-70000)}}}}, {"SET", 0}}, "end"};
  std::string bytes = binrpc::encode_reply(cookie(9), tree);
  binrpc::Packet packet;
  std::size_t used = 0;
  ASSERT_EQ(binrpc::split(bytes, 1 << 20, packet, used), binrpc::Frame::ok);
  std::vector<RpcValue> back;
  ASSERT_TRUE(binrpc::decode(packet.body, back));
  EXPECT_EQ(to_json(back), to_json(tree));
  EXPECT_EQ(to_json(tree), R"([{"SET":{"ID":1,"TARGETS":["a",2.25,-70000]},"SET":0},"end"])");
}

TEST(Binrpc, BigIntegersGoAsText) {
  std::string bytes = binrpc::encode_reply(cookie(1), {std::int64_t{5000000000}});
  EXPECT_NE(bytes.find("5000000000"), std::string::npos);
}

TEST(Binrpc, RefusesGarbageAndHugeLengths) {
  binrpc::Packet packet;
  std::size_t used = 0;
  EXPECT_EQ(binrpc::split("GET / HTTP/1.1\r\n", 1 << 20, packet, used), binrpc::Frame::bad);
  EXPECT_EQ(binrpc::split(unhex("a10fffffffff00000000"), 1 << 20, packet, used), binrpc::Frame::bad);
  EXPECT_EQ(binrpc::split(unhex("a1"), 1 << 20, packet, used), binrpc::Frame::need_more);
  EXPECT_EQ(binrpc::split(unhex("a10310"), 1 << 20, packet, used), binrpc::Frame::need_more);
  std::vector<RpcValue> values;
  for (const char* body : {"f1ffffffff41", "9105616263", "03", "83", "0345", "70", "2161", "0303", "0f", "b1"}) {
    values.clear();
    EXPECT_FALSE(binrpc::decode(unhex(body), values)) << body;
  }
  std::string deep(1000, '\x04');
  values.clear();
  EXPECT_FALSE(binrpc::decode(deep, values));
}

TEST(Binrpc, SurvivesRandomBytes) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 64, '\0');
    for (auto& c : bytes) c = static_cast<char>(random());
    if (bytes.size() > 2 && i % 2 == 0) bytes[0] = '\xa1', bytes[1] = 3, bytes[2] = static_cast<char>(random() % 64);
    binrpc::Packet packet;
    std::size_t used = 0;
    sdk::RpcCall call;
    if (binrpc::split(bytes, 1024, packet, used) == binrpc::Frame::ok) {
      EXPECT_LE(used, bytes.size());
      binrpc::decode_request(packet.body, call);
    }
  }
}

TEST(Json, Escapes) {
  EXPECT_EQ(to_json(RpcValue("a\"b\\c\n\x01")), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(to_json(RpcValue("\xff\xc3\xa4")), "\"\\ufffd\xc3\xa4\"");
  EXPECT_EQ(to_json(std::vector<RpcValue>{}), "{}");
}
