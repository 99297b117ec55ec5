// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Detaching from the terminal, with start-up errors still reported to whoever started us; pid files.
#pragma once

#include <string>

#include "base/result.hpp"

namespace kukini::app {

/// Between fork and detach() the parent waits for the child's word, so that a failed start is never silent.
class Daemon {
 public:
  /// Forks. In the parent this does not return: it prints what the child reports and leaves with its exit code.
  base::Result<> fork_away();
  /// In the child, once everything runs: the parent leaves with 0, standard streams go to /dev/null.
  void started();
  /// In the child: the parent prints `message` on stderr and leaves with `code`.
  void failed(const std::string& message, int code);
  bool detached() const { return report_fd_ >= 0; }

 private:
  int report_fd_ = -1;
};

/// Refuses when the file names a process that runs. Removed by remove().
class PidFile {
 public:
  base::Result<> write(const std::string& path, int pid);
  void remove();
  ~PidFile() { remove(); }

 private:
  std::string path_;
};

}  // namespace kukini::app
