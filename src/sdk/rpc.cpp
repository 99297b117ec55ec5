// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading RPC arguments.
#include "sdk/rpc.hpp"

#include "base/text.hpp"

namespace kukini::sdk {

std::string RpcCall::text(std::size_t i) const {
  if (i >= args.size()) return {};
  const auto& v = args[i].v;
  if (const auto* s = std::get_if<std::string>(&v)) return *s;
  if (const auto* n = std::get_if<std::int64_t>(&v)) return std::to_string(*n);
  if (const auto* d = std::get_if<double>(&v)) return std::to_string(*d);
  return {};
}

bool RpcCall::number(std::size_t i, std::int64_t& out) {
  if (i < args.size()) {
    if (const auto* n = std::get_if<std::int64_t>(&args[i].v)) {
      out = *n;
      return true;
    }
    if (auto n = base::to_number(text(i))) {
      out = *n;
      return true;
    }
  }
  fault(400, "Invalid parameter " + std::to_string(i + 1) + ": a number is needed");
  return false;
}

}  // namespace kukini::sdk
