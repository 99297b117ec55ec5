// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Encoding and decoding of binrpc packets.
#include "rpc/binrpc.hpp"

#include <cmath>
#include <limits>

namespace kukini::rpc::binrpc {

using sdk::RpcArray;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {

constexpr std::uint8_t kMagic = 0xA1;
constexpr unsigned kMaxDepth = 16;
enum Tag : std::uint8_t { kInt = 0, kText = 1, kDouble = 2, kStruct = 3, kArray = 4, kName = 5, kBytes = 6 };

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t n = 0;
  for (char c : bytes) n = n << 8 | static_cast<std::uint8_t>(c);
  return n;
}

/// The value's first byte and size, split; body is what the size counts.
struct Record {
  std::uint8_t tag = 0;
  bool end = false;  ///< of a structure or array
  std::string_view body;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }

  bool record(Record& out) {
    if (rest_.empty()) return false;
    auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    std::size_t size = first >> 4 & 7;
    out = {static_cast<std::uint8_t>(first & 15), false, {}};
    if (out.tag == kStruct || out.tag == kArray) {
      out.end = (first & 0x80) != 0;
      return size == 0;
    }
    if ((first & 0x80) != 0) {
      if (size == 0 || size > 4 || rest_.size() < size) return false;
      std::size_t bytes = size;
      size = big_endian(rest_.substr(0, bytes));
      rest_.remove_prefix(bytes);
    }
    if (size > rest_.size()) return false;
    out.body = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  bool value(const Record& r, RpcValue& out, unsigned depth) {
    switch (r.tag) {
      case kInt:
      case kDouble: {
        if (r.body.size() > 4) return false;
        auto n = static_cast<std::int32_t>(big_endian(r.body));
        if (r.tag == kInt)
          out = static_cast<long>(n);
        else
          out = n / 1000.0;
        return true;
      }
      case kText:
        if (r.body.empty() || r.body.back() != '\0') return false;
        out = r.body.substr(0, r.body.size() - 1);
        return true;
      case kBytes:
        out = r.body;
        return true;
      case kStruct:
        return !r.end && depth < kMaxDepth && structure(out, depth + 1);
      case kArray:
        return !r.end && depth < kMaxDepth && array(out, depth + 1);
      default:
        return false;
    }
  }

 private:
  bool structure(RpcValue& out, unsigned depth) {
    RpcStruct fields;
    for (Record r; record(r);) {
      if (r.tag == kStruct && r.end) {
        out = std::move(fields);
        return true;
      }
      if (r.tag != kName || r.body.empty() || r.body.back() != '\0') return false;
      std::string name(r.body.substr(0, r.body.size() - 1));
      RpcValue v;
      if (!record(r) || !value(r, v, depth)) return false;
      fields.emplace_back(std::move(name), std::move(v));
    }
    return false;
  }
  bool array(RpcValue& out, unsigned depth) {
    RpcArray items;
    for (Record r; record(r);) {
      if (r.tag == kArray && r.end) {
        out = std::move(items);
        return true;
      }
      if (!value(r, items.emplace_back(), depth)) return false;
    }
    return false;
  }

  std::string_view rest_;
};

void put_number(std::string& out, std::uint32_t n, unsigned bytes) {
  while (bytes-- > 0) out.push_back(static_cast<char>(n >> (8 * bytes)));
}
unsigned bytes_of(std::uint32_t n) { return n == 0 ? 0 : n < 0x100 ? 1 : n < 0x10000 ? 2 : n < 0x1000000 ? 3 : 4; }

void put_integer(std::string& out, std::int32_t n, std::uint8_t tag) {
  unsigned bytes = bytes_of(static_cast<std::uint32_t>(n));
  out.push_back(static_cast<char>(bytes << 4 | tag));
  put_number(out, static_cast<std::uint32_t>(n), bytes);
}
void put_text(std::string& out, std::string_view text, std::uint8_t tag) {
  auto size = static_cast<std::uint32_t>(text.size() + 1);
  if (size < 8) {
    out.push_back(static_cast<char>(size << 4 | tag));
  } else {
    unsigned bytes = bytes_of(size);
    out.push_back(static_cast<char>(0x80 | bytes << 4 | tag));
    put_number(out, size, bytes);
  }
  out.append(text);
  out.push_back('\0');
}

void put(std::string& out, const RpcValue& value);

struct Putter {
  std::string& out;
  void operator()(std::int64_t n) const {
    if (n < std::numeric_limits<std::int32_t>::min() || n > std::numeric_limits<std::int32_t>::max())
      put_text(out, std::to_string(n), kText);
    else
      put_integer(out, static_cast<std::int32_t>(n), kInt);
  }
  void operator()(double d) const {
    double thousandths = std::round(d * 1000);
    if (!(std::fabs(thousandths) < 2147483647.0)) {
      put_text(out, std::to_string(d), kText);
      return;
    }
    put_integer(out, static_cast<std::int32_t>(thousandths), kDouble);
  }
  void operator()(const std::string& s) const { put_text(out, s, kText); }
  void operator()(const RpcStruct& fields) const {
    out.push_back(static_cast<char>(kStruct));
    for (const auto& [name, value] : fields) {
      put_text(out, name, kName);
      put(out, value);
    }
    out.push_back(static_cast<char>(0x80 | kStruct));
  }
  void operator()(const RpcArray& items) const {
    out.push_back(static_cast<char>(kArray));
    for (const auto& item : items) put(out, item);
    out.push_back(static_cast<char>(0x80 | kArray));
  }
};
void put(std::string& out, const RpcValue& value) { std::visit(Putter{out}, value.v); }

std::string packet(Type type, std::uint8_t cookie_bytes, std::uint32_t cookie, std::string_view body) {
  std::string out;
  out.reserve(body.size() + 10);
  auto length = static_cast<std::uint32_t>(body.size());
  unsigned length_bytes = bytes_of(length) == 0 ? 1 : bytes_of(length);
  out.push_back(static_cast<char>(kMagic));
  out.push_back(static_cast<char>(static_cast<unsigned>(type) << 4 | (length_bytes - 1) << 2 | (cookie_bytes - 1u)));
  put_number(out, length, length_bytes);
  put_number(out, cookie, cookie_bytes);
  out.append(body);
  return out;
}

}  // namespace

Frame split(std::string_view bytes, std::size_t max_body, Packet& out, std::size_t& used) {
  if (bytes.empty()) return Frame::need_more;
  if (static_cast<std::uint8_t>(bytes[0]) != kMagic) return Frame::bad;
  if (bytes.size() < 2) return Frame::need_more;
  auto flags = static_cast<std::uint8_t>(bytes[1]);
  unsigned type = flags >> 4;
  if (type != 0 && type != 1 && type != 3) return Frame::bad;
  std::size_t length_bytes = (flags >> 2 & 3) + 1u, cookie_bytes = (flags & 3) + 1u;
  if (bytes.size() < 2 + length_bytes) return Frame::need_more;
  std::size_t length = big_endian(bytes.substr(2, length_bytes));
  if (length > max_body) return Frame::bad;
  std::size_t header = 2 + length_bytes + cookie_bytes;
  if (bytes.size() < header + length) return Frame::need_more;
  out.type = static_cast<Type>(type);
  out.cookie_bytes = static_cast<std::uint8_t>(cookie_bytes);
  out.cookie = big_endian(bytes.substr(2 + length_bytes, cookie_bytes));
  out.body = bytes.substr(header, length);
  used = header + length;
  return Frame::ok;
}

bool decode(std::string_view body, std::vector<RpcValue>& out) {
  Reader reader(body);
  while (!reader.empty()) {
    Record r;
    if (!reader.record(r) || !reader.value(r, out.emplace_back(), 0)) return false;
  }
  return true;
}

bool decode_request(std::string_view body, sdk::RpcCall& call) {
  if (!decode(body, call.args) || call.args.empty()) return false;
  auto* method = std::get_if<std::string>(&call.args.front().v);
  if (method == nullptr) return false;
  call.method = std::move(*method);
  call.args.erase(call.args.begin());
  return true;
}

std::string encode_reply(const Packet& request, const std::vector<RpcValue>& values) {
  std::string body;
  for (const auto& v : values) put(body, v);
  return packet(Type::reply, request.cookie_bytes, request.cookie, body);
}

std::string encode_fault(const Packet& request, int code, std::string_view text) {
  std::string body;
  put_integer(body, code, kInt);
  put_text(body, text, kText);
  return packet(Type::fault, request.cookie_bytes, request.cookie, body);
}

std::string encode_request(std::uint32_t cookie, const sdk::RpcCall& call) {
  std::string body;
  put_text(body, call.method, kText);
  for (const auto& v : call.args) put(body, v);
  return packet(Type::request, 4, cookie, body);
}

}  // namespace kukini::rpc::binrpc
