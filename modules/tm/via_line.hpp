// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ViaLine: the Via line that we put on top of a request.
#pragma once

#include <charconv>
#include <cstring>

#include "engine.hpp"

namespace kukini::modules::tm {

class ViaLine {
 public:
  ViaLine(Worker& worker, const io::Flow& flow, const BranchId& id, bool rport = false) {
    auto name = worker.local_name(flow);
    put("Via: SIP/2.0/");
    put(io::via_name(flow.protocol));
    put(" ");
    put(name.host.substr(0, 300));
    if (name.port != 0 && name.port != 5060) {
      put(":");
      size_ = static_cast<std::size_t>(std::to_chars(text_ + size_, text_ + sizeof text_, name.port).ptr - text_);
    }
    put(";branch=");
    size_ += write_branch_id(text_ + size_, id);
    put(rport ? ";rport\r\n" : "\r\n");
  }
  std::string_view view() const { return {text_, size_}; }

 private:
  void put(std::string_view s) {
    std::memcpy(text_ + size_, s.data(), s.size());
    size_ += s.size();
  }
  char text_[512];
  std::size_t size_ = 0;
};

}  // namespace kukini::modules::tm
