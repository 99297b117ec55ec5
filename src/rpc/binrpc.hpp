// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// binrpc: the wire format that kamcmd speaks. What is written here was read off the wire between kamcmd and kamailio 5.6.3.
//
// Packet: | 0xA1 | type<<4 flags | length, 1–4 bytes | cookie, 1–4 bytes | body |, numbers big endian.
//   type: 0 request, 1 reply, 3 fault. flags: bits 0–1 bytes of the cookie - 1, bits 2–3 bytes of the length - 1.
// Value: one byte, bit 7 "the size has its own bytes", bits 4–6 size (or number of size bytes), bits 0–3 type, then size bytes.
//   0 integer (big endian, as few bytes as do; negative ones in four; 0 has none), 1 text (size counts the final NUL),
//   2 double (integer, thousandths), 3 structure, 4 array, 5 name of a structure's field (as text), 6 bytes.
//   A structure starts with 0x03 and ends with 0x83: name, value, name, value …; an array is 0x04 … 0x84.
// Body: a request is the method as text and its arguments; a reply is its values; a fault is an integer and a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/rpc.hpp"

namespace kukini::rpc::binrpc {

enum class Type : std::uint8_t { request = 0, reply = 1, fault = 3 };

struct Packet {
  Type type = Type::request;
  std::uint8_t cookie_bytes = 4;  ///< 1–4
  std::uint32_t cookie = 0;
  std::string_view body;
};

enum class Frame : std::uint8_t { ok, need_more, bad };

/// Cuts the first packet off `bytes`. ok: `out` and `used` are set. bad: not binrpc, or the body is longer than `max_body`.
Frame split(std::string_view bytes, std::size_t max_body, Packet& out, std::size_t& used);

/// Reads values; false for anything malformed or nested deeper than 16.
bool decode(std::string_view body, std::vector<sdk::RpcValue>& out);

/// A request's body. False when the first value is no text.
bool decode_request(std::string_view body, sdk::RpcCall& call);

/// Complete packets. Integers beyond 32 bits and doubles beyond 2 million go as text: kamcmd prints both alike.
std::string encode_reply(const Packet& request, const std::vector<sdk::RpcValue>& values);
std::string encode_fault(const Packet& request, int code, std::string_view text);
std::string encode_request(std::uint32_t cookie, const sdk::RpcCall& call);

}  // namespace kukini::rpc::binrpc
