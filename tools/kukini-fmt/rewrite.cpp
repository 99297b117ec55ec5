// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Replacing a file: a new one beside it that takes its name, or writing over it.
#include "rewrite.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

namespace kukini::tools {
namespace {

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    auto n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// False: nothing has happened, and writing over the file may still work.
bool replace(const std::string& path, const struct stat& old, std::string_view text) {
  auto slash = path.rfind('/');
  auto beside = path.substr(0, slash + 1) + "." + path.substr(slash + 1) + ".XXXXXX";
  int fd = ::mkostemp(beside.data(), O_CLOEXEC);
  if (fd < 0) return false;
  bool same_owner = true;
  struct stat made {};
  if (::fstat(fd, &made) != 0) same_owner = false;
  else if (made.st_uid != old.st_uid || made.st_gid != old.st_gid) same_owner = ::fchown(fd, old.st_uid, old.st_gid) == 0;
  bool good = same_owner && ::fchmod(fd, old.st_mode & 07777) == 0 && write_all(fd, text) && ::fsync(fd) == 0;
  good = ::close(fd) == 0 && good;
  if (good && ::rename(beside.c_str(), path.c_str()) == 0) return true;
  ::unlink(beside.c_str());
  return false;
}

}  // namespace

base::Result<> rewrite(const std::string& path, std::string_view text) {
  char real[PATH_MAX];
  if (::realpath(path.c_str(), real) == nullptr) return base::Error{std::strerror(errno)};
  struct stat info {};
  if (::stat(real, &info) != 0) return base::Error{std::strerror(errno)};
  if (!S_ISREG(info.st_mode)) return base::Error{"it is no regular file"};
  if (::access(real, W_OK) != 0) return base::Error{std::strerror(errno)};
  if (info.st_nlink == 1 && replace(real, info, text)) return {};
  int fd = ::open(real, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return base::Error{std::strerror(errno)};
  bool good = write_all(fd, text) && ::ftruncate(fd, static_cast<off_t>(text.size())) == 0;
  int error = errno;
  good = ::close(fd) == 0 && good;
  if (!good) return base::Error{std::string(std::strerror(error)) + "; the file may be incomplete now"};
  return {};
}

}  // namespace kukini::tools
