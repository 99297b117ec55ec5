// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names of the machine, for $HN(…) in substitutions.
#include "lang/preprocess/host_name.hpp"

#include <netdb.h>
#include <unistd.h>

#include <memory>

namespace kukini::lang {

std::optional<std::string> host_name(std::string_view key) {
  char name[256] = {};
  if (key.size() != 1 || gethostname(name, sizeof name - 1) != 0) return std::nullopt;
  if (key == "n") return std::string(name);
  if (key != "f" && key != "d" && key != "i") return std::nullopt;
  addrinfo hints{}, *list = nullptr;
  hints.ai_family = key == "i" ? AF_INET : AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_CANONNAME;
  if (getaddrinfo(name, nullptr, &hints, &list) != 0) return key == "f" ? std::optional<std::string>(name) : std::nullopt;
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, freeaddrinfo);
  if (key == "i") {
    char address[NI_MAXHOST];
    if (getnameinfo(list->ai_addr, list->ai_addrlen, address, sizeof address, nullptr, 0, NI_NUMERICHOST) != 0) return std::nullopt;
    return std::string(address);
  }
  std::string full = list->ai_canonname != nullptr ? list->ai_canonname : name;
  auto dot = full.find('.');
  if (key == "f") return full;
  return dot == std::string::npos ? std::string() : full.substr(dot + 1);
}

}  // namespace kukini::lang
