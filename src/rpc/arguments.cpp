// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Fault texts as kamailio 5.6.3 answers them to kamcmd.
#include "rpc/arguments.hpp"

namespace kukini::rpc {

namespace {
void wrong(sdk::RpcCall& call, std::size_t i, const char* type) {
  call.fault(400, "error at parameter " + std::to_string(i) + ": expected " + type + " type but " +
                      (call.has(i) ? "record doesn't match type" : "end of packet encountered"));
}
}  // namespace

bool want_int(sdk::RpcCall& call, std::size_t i, std::int64_t& out) {
  const auto* n = call.has(i) ? std::get_if<std::int64_t>(&call.args[i].v) : nullptr;
  if (n == nullptr) {
    wrong(call, i, "integer");
    return false;
  }
  out = *n;
  return true;
}

bool want_string(sdk::RpcCall& call, std::size_t i, std::string& out) {
  const auto* s = call.has(i) ? std::get_if<std::string>(&call.args[i].v) : nullptr;
  if (s == nullptr) {
    wrong(call, i, "string");
    return false;
  }
  out = *s;
  return true;
}

}  // namespace kukini::rpc
