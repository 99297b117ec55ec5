// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CtlService: the control sockets a configuration asks for with the ctl module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kukini::sdk {

class CtlService {
 public:
  static constexpr std::string_view kName = "ctl";
  virtual ~CtlService() = default;

  struct Settings {
    std::vector<std::string> binrpc;  ///< addresses as written: "unixs:/run/x_ctl", "tcp:127.0.0.1:2049"
    int mode = 0600;                  ///< of unix sockets
    std::string user, group;          ///< of unix sockets; empty: unchanged
    std::int64_t max_request = 0;     ///< bytes; 0: the server's own bound
  };
  /// Complete once every modparam is set.
  virtual const Settings& settings() const = 0;
};

}  // namespace kukini::sdk
