// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading a configuration file.
#include "lang/source/read_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kukini::lang {
namespace {

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd > 0) ::close(fd);
  }
};

base::Error too_large(std::uint32_t limit) {
  return {"larger than " + std::to_string(limit >> 20) + " MiB: this is hardly a configuration file"};
}

}  // namespace

base::Result<std::string> read_file(const std::string& path, std::uint32_t limit) {
  if (path.find('\0') != std::string::npos) return base::Error{kNoSuchFile};
  Descriptor file{path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return base::Error{kNoSuchFile};
    return base::Error{std::strerror(errno)};
  }
  struct stat info {};
  if (::fstat(file.fd, &info) != 0) return base::Error{std::strerror(errno)};
  if (S_ISDIR(info.st_mode)) return base::Error{"it is a directory"};
  if (S_ISREG(info.st_mode) && info.st_size > static_cast<off_t>(limit)) return too_large(limit);
  // Opened without waiting so that a fifo nobody writes to cannot hang the open; reads do wait.
  if (path != "-") ::fcntl(file.fd, F_SETFL, 0);

  std::string text;
  if (S_ISREG(info.st_mode)) text.reserve(static_cast<std::size_t>(info.st_size) + 1);
  char buffer[65536];
  for (;;) {
    auto got = ::read(file.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::Error{std::strerror(errno)};
    if (got == 0) return text;
    if (text.size() + static_cast<std::size_t>(got) > limit) return too_large(limit);
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace kukini::lang
