// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Control sockets: addresses, stale socket files, owner and permissions.
#include "rpc/listen.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.hpp"

namespace kukini::rpc {

using base::Error;
using base::Result;

namespace {

Error system_error(const std::string& what) { return {what + ": " + std::strerror(errno)}; }

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  ~Fd() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// True when a server answers on that socket file.
bool is_served(const sockaddr_un& address, int type) {
  Fd probe(socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (probe.get() < 0) return true;
  if (connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
  return errno != ECONNREFUSED;
}

Result<> prepare_path(const std::string& path, const sockaddr_un& address, int type) {
  struct stat at {};
  if (lstat(path.c_str(), &at) == 0) {
    if (!S_ISSOCK(at.st_mode)) return Error{"control socket " + path + ": a file of that name exists and is not a socket"};
    if (is_served(address, type)) return Error{"control socket " + path + ": another running server listens on it"};
    if (unlink(path.c_str()) != 0) return system_error("control socket " + path + ": cannot remove the stale socket file");
    return {};
  }
  auto slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  if (stat(folder.c_str(), &at) != 0 || !S_ISDIR(at.st_mode))
    return Error{"control socket " + path + ": the directory " + folder + " does not exist; create it or name another with -Y or the ctl module's binrpc"};
  return {};
}

Result<std::int64_t> user_id(const std::string& name) {
  if (name.empty()) return std::int64_t{-1};
  if (auto n = base::to_number(name)) return *n;
  if (const passwd* entry = getpwnam(name.c_str())) return std::int64_t{entry->pw_uid};
  return Error{"unknown user " + name};
}
Result<std::int64_t> group_id(const std::string& name) {
  if (name.empty()) return std::int64_t{-1};
  if (auto n = base::to_number(name)) return *n;
  if (const group* entry = getgrnam(name.c_str())) return std::int64_t{entry->gr_gid};
  return Error{"unknown group " + name};
}

Result<int> open_unix(const ListenAddress& address, const ListenOptions& options) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (address.path.empty() || address.path.size() >= sizeof name.sun_path)
    return Error{"control socket " + address.path + ": the path must have 1 to " + std::to_string(sizeof name.sun_path - 1) + " characters"};
  std::memcpy(name.sun_path, address.path.data(), address.path.size());
  int type = address.kind == Kind::unix_stream ? SOCK_STREAM : SOCK_DGRAM;
  if (auto ready = prepare_path(address.path, name, type); !ready) return Error{ready.error()};
  auto uid = user_id(options.user);
  auto gid = group_id(options.group);
  if (!uid) return Error{"control socket " + address.path + ": " + uid.error()};
  if (!gid) return Error{"control socket " + address.path + ": " + gid.error()};

  Fd fd(socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (fd.get() < 0) return system_error("control socket " + address.path);
  mode_t before = umask(0177);
  int bound = bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
  int error = errno;
  umask(before);
  errno = error;
  if (bound != 0) return system_error("control socket " + address.path);
  if ((*uid >= 0 || *gid >= 0) && lchown(address.path.c_str(), static_cast<uid_t>(*uid), static_cast<gid_t>(*gid)) != 0)
    return system_error("control socket " + address.path + ": cannot change its owner");
  if (chmod(address.path.c_str(), static_cast<mode_t>(options.mode & 07777)) != 0)
    return system_error("control socket " + address.path + ": cannot change its mode");
  if (type == SOCK_STREAM && listen(fd.get(), 128) != 0) return system_error("control socket " + address.path);
  return fd.release();
}

Result<int> open_inet(const ListenAddress& address) {
  std::string shown = address.host + ":" + std::to_string(address.port);
  addrinfo hints{};
  hints.ai_socktype = address.kind == Kind::tcp ? SOCK_STREAM : SOCK_DGRAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  bool any = address.host.empty() || address.host == "*";
  addrinfo* found = nullptr;
  int rc = getaddrinfo(any ? nullptr : address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
  if (rc != 0) return Error{"control socket " + shown + ": " + gai_strerror(rc)};
  Result<int> result = Error{"control socket " + shown + ": no address"};
  for (auto* a = found; a != nullptr; a = a->ai_next) {
    Fd fd(socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol));
    int one = 1;
    if (fd.get() >= 0 && hints.ai_socktype == SOCK_STREAM) setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd.get() < 0 || bind(fd.get(), a->ai_addr, a->ai_addrlen) != 0 ||
        (hints.ai_socktype == SOCK_STREAM && listen(fd.get(), 128) != 0)) {
      result = system_error("control socket " + shown);
      continue;
    }
    result = fd.release();
    break;
  }
  freeaddrinfo(found);
  return result;
}

}  // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
  ListenAddress out;
  std::string_view rest = text;
  struct Prefix {
    std::string_view name;
    Kind kind;
  };
  bool named = false;
  for (auto [name, kind] : {Prefix{"unixs:", Kind::unix_stream}, Prefix{"unix:", Kind::unix_stream}, Prefix{"unixd:", Kind::unix_datagram},
                            Prefix{"tcp:", Kind::tcp}, Prefix{"udp:", Kind::udp}}) {
    if (!base::istarts_with(rest, name)) continue;
    out.kind = kind;
    rest.remove_prefix(name.size());
    named = true;
    break;
  }
  if (!named && rest.find('/') == std::string_view::npos) out.kind = Kind::udp;
  if (out.is_unix()) {
    out.path = rest;
    if (out.path.empty()) return Error{"control address \"" + std::string(text) + "\": a path is missing"};
    return out;
  }
  if (rest.starts_with('[')) {
    auto end = rest.find(']');
    if (end == std::string_view::npos) return Error{"control address \"" + std::string(text) + "\": ] is missing"};
    out.host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
  } else if (auto port = base::to_number<std::uint16_t>(rest); port && *port != 0) {  // "tcp:3012"
    out.port = *port;
    rest = {};
  } else {
    auto colon = rest.find(':');
    out.host = rest.substr(0, colon);
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon);
  }
  if (rest.starts_with(':')) {
    auto port = base::to_number<std::uint16_t>(rest.substr(1));
    if (!port || *port == 0) return Error{"control address \"" + std::string(text) + "\": bad port"};
    out.port = *port;
  } else if (!rest.empty()) {
    return Error{"control address \"" + std::string(text) + "\": host:port expected"};
  }
  return out;
}

Result<int> open_listener(const ListenAddress& address, const ListenOptions& options) {
  return address.is_unix() ? open_unix(address, options) : open_inet(address);
}

}  // namespace kukini::rpc
