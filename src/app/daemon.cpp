// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// fork, setsid and the pipe on which the child tells how its start went.
#include "app/daemon.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace kukini::app {

base::Result<> Daemon::fork_away() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return base::Error{std::string("cannot detach: pipe: ") + std::strerror(errno)};
  pid_t pid = fork();
  if (pid < 0) return base::Error{std::string("cannot detach: fork: ") + std::strerror(errno)};
  if (pid > 0) {
    close(fds[1]);
    std::string report;
    char part[512];
    ssize_t n;
    while ((n = read(fds[0], part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
      if (n > 0) report.append(part, static_cast<std::size_t>(n));
    if (report.empty()) {
      std::fputs("kukini: the server ended while it started\n", stderr);
      _exit(255);
    }
    int code = static_cast<unsigned char>(report[0]);
    std::fwrite(report.data() + 1, 1, report.size() - 1, stderr);
    _exit(code);
  }
  close(fds[0]);
  report_fd_ = fds[1];
  if (setsid() < 0) return base::Error{std::string("cannot detach: setsid: ") + std::strerror(errno)};
  return {};
}

void Daemon::started() {
  if (report_fd_ < 0) return;
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0) {
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    if (null > 2) close(null);
  }
  char ok = 0;
  [[maybe_unused]] auto n = ::write(report_fd_, &ok, 1);
  close(report_fd_);
  report_fd_ = -1;
}

void Daemon::failed(const std::string& message, int code) {
  if (report_fd_ < 0) return;
  std::string report(1, static_cast<char>(code));
  report += message;
  [[maybe_unused]] auto n = ::write(report_fd_, report.data(), report.size());
  close(report_fd_);
  report_fd_ = -1;
}

base::Result<> PidFile::write(const std::string& path, int pid) {
  if (path.empty()) return {};
  long old = 0;
  if (std::ifstream in(path); in >> old && old > 0 && old != pid && kill(static_cast<pid_t>(old), 0) == 0)
    return base::Error{"running process found in the pid file " + path + " (" + std::to_string(old) + "): stop it first"};
  // The directory may belong to the user that the server becomes: root follows no link there.
  std::string text = std::to_string(pid) + "\n";
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
  bool written = fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  int error = errno;
  if (fd >= 0) close(fd);
  errno = error;
  if (!written) return base::Error{"cannot write the pid file " + path + ": " + std::strerror(errno)};
  path_ = path;
  return {};
}

void PidFile::remove() {
  if (!path_.empty()) unlink(path_.c_str());
  path_.clear();
}

}  // namespace kukini::app
