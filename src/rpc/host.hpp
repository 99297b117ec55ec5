// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Host: what the control commands may ask of the running server. The daemon implements it; tests fake it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kukini::rpc {

/// One thread or process, as core.ps lists them. The attendant (main thread) comes first.
struct ProcessInfo {
  int pid = 0;  ///< thread id; of the main thread the process id
  int rank = 0;  ///< 0 main, 1… workers, negative for others
  std::string description;
};

struct SocketInfo {
  std::string protocol;  ///< "udp"
  std::string address;   ///< IPv6 in brackets
  int port = 0;
  std::string advertise;  ///< "host:port", empty when not advertised
  std::string name;
  bool multicast = false, multihomed = false, is_virtual = false;
};

struct AliasInfo {
  std::string protocol;  ///< "udp", or "*" for any
  std::string host;
  int port = 0;          ///< 0: any
};

struct StatisticInfo {
  std::string group, name;
  std::int64_t value = 0;
};

/// A variable of InitContext::runtime_int, one of the core's, or one of the script's, which may be a text.
struct RuntimeInt {
  std::string group, name, brief;
  std::atomic<std::int64_t>* value = nullptr;
  std::atomic<const std::string*>* text = nullptr;      ///< null, or holding null: a number
  std::function<void(std::string_view)> set_text = {};  ///< of those that hold a text
};

/// All members are called on the control thread while workers run.
class Host {
 public:
  virtual ~Host() = default;

  virtual std::string version() = 0;       ///< "0.1.0"
  virtual std::int64_t start_time() = 0;   ///< seconds since 1970 at which the server started
  virtual std::vector<ProcessInfo> processes() = 0;
  virtual std::vector<SocketInfo> sockets() = 0;
  virtual std::vector<AliasInfo> aliases() = 0;
  virtual std::vector<std::string> arguments() = 0;  ///< argv
  virtual std::vector<std::string> modules() = 0;    ///< names of loaded modules, in order of loading
  virtual std::vector<std::string> defines() = 0;    ///< names of preprocessor defines

  /// Every statistic, in any order.
  virtual std::vector<StatisticInfo> statistics() = 0;
  /// Sets a counter to zero; nothing happens for computed ones and unknown names.
  virtual void reset_statistic(std::string_view group, std::string_view name) = 0;

  /// Variables that can be changed while running, besides core.debug which the commands know themselves. The pointers stay valid.
  virtual std::vector<RuntimeInt> runtime_ints() = 0;

  /// core.kill: ends the server as this signal would.
  virtual void terminate(int signal) = 0;
};

}  // namespace kukini::rpc
