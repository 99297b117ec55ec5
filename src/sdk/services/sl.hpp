// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// SlService: replies to requests, stateless where there is no transaction.
#pragma once

#include <string_view>

#include "sdk/context.hpp"

namespace kukini::sdk {

class SlService {
 public:
  static constexpr std::string_view kName = "sl";
  virtual ~SlService() = default;
  /// sl_send_reply(): stateless. > 0 sent, 0 for ACK (not answered), < 0 error. `headers`: complete extra lines.
  virtual int reply(Context& context, int code, std::string_view reason, std::string_view headers = {}) = 0;
  /// send_reply(): through the transaction where there is one, else stateless.
  virtual int send_reply(Context& context, int code, std::string_view reason, std::string_view headers = {}) = 0;
};

}  // namespace kukini::sdk
