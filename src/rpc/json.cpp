// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing of control values as JSON.
#include "rpc/json.hpp"

#include <fmt/format.h>

namespace kukini::rpc {

namespace {

/// Length of the UTF-8 sequence at the start of `s`, 0 when it is none.
std::size_t utf8_length(std::string_view s) {
  auto b = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  std::size_t n = b(0) < 0x80 ? 1 : (b(0) >> 5) == 6 ? 2 : (b(0) >> 4) == 14 ? 3 : (b(0) >> 3) == 30 ? 4 : 0;
  if (n == 0 || s.size() < n) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((b(i) & 0xC0) != 0x80) return 0;
  if (n == 2 && b(0) < 0xC2) return 0;
  if (n == 3 && ((b(0) == 0xE0 && b(1) < 0xA0) || (b(0) == 0xED && b(1) > 0x9F))) return 0;
  if (n == 4 && ((b(0) == 0xF0 && b(1) < 0x90) || b(0) > 0xF4 || (b(0) == 0xF4 && b(1) > 0x8F))) return 0;
  return n;
}

void print(std::string& out, const sdk::RpcValue& value);

struct Printer {
  std::string& out;
  void operator()(std::int64_t n) const { out += std::to_string(n); }
  void operator()(double d) const { out += d == d && d < 1e308 && d > -1e308 ? fmt::format("{:.6g}", d) : "null"; }
  void operator()(const std::string& s) const { out += json_quote(s); }
  void operator()(const sdk::RpcStruct& fields) const {
    out += '{';
    for (bool first = true; const auto& [name, v] : fields) {
      if (!first) out += ',';
      first = false;
      out += json_quote(name);
      out += ':';
      print(out, v);
    }
    out += '}';
  }
  void operator()(const sdk::RpcArray& items) const {
    out += '[';
    for (bool first = true; const auto& v : items) {
      if (!first) out += ',';
      first = false;
      print(out, v);
    }
    out += ']';
  }
};
void print(std::string& out, const sdk::RpcValue& value) { std::visit(Printer{out}, value.v); }

}  // namespace

std::string json_quote(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    char c = text.front();
    std::size_t n = utf8_length(text);
    if (n == 0) {
      out += "\\ufffd";
      n = 1;
    } else if (n > 1) {
      out += text.substr(0, n);
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
    text.remove_prefix(n);
  }
  return out += '"';
}

std::string to_json(const sdk::RpcValue& value) {
  std::string out;
  print(out, value);
  return out;
}

std::string to_json(const std::vector<sdk::RpcValue>& replies) {
  if (replies.empty()) return "{}";
  if (replies.size() == 1) return to_json(replies.front());
  std::string out;
  Printer{out}(replies);
  return out;
}

}  // namespace kukini::rpc
