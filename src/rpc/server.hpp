// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Server: answers binrpc requests (kamcmd) on unix, TCP and UDP sockets, on a thread of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "rpc/registry.hpp"

namespace kukini::rpc {

/// For unix sockets; the ctl module's parameters of the same names.
struct ListenOptions {
  int mode = 0600;
  std::string user, group;  ///< name or number; empty: unchanged
};

class Server {
 public:
  /// `registry` outlives the server.
  explicit Server(const Registry& registry);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Opens a listener: "unixs:/path" (also "unix:/path" and "/path"), "unixd:/path" (datagrams), "tcp:host:port", "udp:host:port";
  /// the port may be missing (2049). A socket file nobody listens on is replaced. Call before start().
  base::Result<> listen(std::string_view address, const ListenOptions& options = {});
  /// Largest request accepted, in bytes (default 1 MB, at least 1 kB).
  void set_max_request(std::size_t bytes);

  void start();  ///< starts the control thread
  void stop();   ///< joins it, closes everything, removes the socket files. Also done by the destructor
  /// Runs `task` on the control thread soon. Any thread.
  void post(std::function<void()> task);

  struct Peer {
    std::string protocol, transport, from, from_port, to, to_port;  ///< as ctl.who prints them
  };
  std::vector<Peer> listeners() const;    ///< from and from_port are the listening address
  std::vector<Peer> connections() const;  ///< control thread only

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// ctl.listen, ctl.connections, ctl.who. `server` outlives the registry's use.
void add_ctl_commands(Registry& registry, const Server& server);

}  // namespace kukini::rpc
