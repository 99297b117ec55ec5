// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading a dispatcher list: "setid uri [flags [priority [attributes [description]]]]", one destination a line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "destination.hpp"

namespace kukini::modules::dispatcher {

struct ListOptions {
  std::span<const io::ListenSocket> sockets;  ///< where socket= and sockname= are looked up
  bool attrs_none = false;                    ///< "none=yes" where there are no attributes
};

struct ListResult {
  std::vector<Destination> destinations;  ///< in the order of the file, without Live
  std::vector<std::string> errors;        ///< "file:line: what is wrong"
  std::vector<std::string> notes;         ///< the same, for what is tolerated
};

/// Reads the whole text; every bad line is an error.
ListResult parse_list(std::string_view text, std::string_view file, const ListOptions& options);
base::Result<ListResult> read_list(const std::string& file, const ListOptions& options);

/// One destination from its columns (dispatcher.add). The error is without a place.
base::Result<Destination> make_destination(int set, std::string_view uri, std::uint32_t flags, int priority, std::string_view attributes,
                                           const ListOptions& options);

/// Index of a listening socket: "udp:1.2.3.4:5060" or a socket's name; -1 where there is none.
int find_socket(std::span<const io::ListenSocket> sockets, std::string_view spec);
int find_socket_name(std::span<const io::ListenSocket> sockets, std::string_view name);

}  // namespace kukini::modules::dispatcher
