// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RPC: arguments and replies of a control command, as a tree of values (binrpc and JSON-RPC print the same tree).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kukini::sdk {

struct RpcValue;
using RpcArray = std::vector<RpcValue>;
/// Ordered; a name may stand more than once (as in Kamailio's replies).
using RpcStruct = std::vector<std::pair<std::string, RpcValue>>;

struct RpcValue {
  std::variant<std::int64_t, double, std::string, RpcStruct, RpcArray> v;

  RpcValue() : v(std::int64_t{0}) {}
  RpcValue(int i) : v(std::int64_t{i}) {}
  RpcValue(unsigned i) : v(std::int64_t{i}) {}
  RpcValue(long i) : v(std::int64_t{i}) {}
  RpcValue(unsigned long i) : v(static_cast<std::int64_t>(i)) {}
  RpcValue(double d) : v(d) {}
  RpcValue(const char* s) : v(std::string(s)) {}
  RpcValue(std::string s) : v(std::move(s)) {}
  RpcValue(std::string_view s) : v(std::string(s)) {}
  RpcValue(RpcStruct s) : v(std::move(s)) {}
  RpcValue(RpcArray a) : v(std::move(a)) {}
};

/// One call. Runs on the control thread, never on a worker: touch shared state through atomics, snapshots or Worker::post.
struct RpcCall {
  std::string method;
  std::vector<RpcValue> args;
  std::vector<RpcValue> replies;  ///< top-level values, in order
  int fault_code = 0;             ///< 0: no fault
  std::string fault_text;

  void fault(int code, std::string text) {
    fault_code = code;
    fault_text = std::move(text);
  }
  void add(RpcValue value) { replies.push_back(std::move(value)); }
  /// Argument i as text (numbers are printed); nullptr-like empty optional is expressed by has().
  bool has(std::size_t i) const { return i < args.size(); }
  std::string text(std::size_t i) const;
  /// Argument i as a number ("12" too); sets fault 400 and returns false where it is not one.
  bool number(std::size_t i, std::int64_t& out);
};

using RpcHandler = std::function<void(RpcCall&)>;

}  // namespace kukini::sdk
