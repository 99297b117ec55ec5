// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where log lines go: stderr or syslog, through one asynchronous queue so that no worker waits for either.
#pragma once

#include <string>

namespace kukini::app {

struct LogTarget {
  bool to_stderr = true;
  bool colour = false;
  std::string name = "kukini";   ///< syslog ident
  int facility = 3 << 3;         ///< LOG_DAEMON
};

/// Starts the queue; call after fork and before threads log. Lines look like Kamailio's: " 1(4711) INFO: <script>: text".
void start_logging(const LogTarget& target);
/// Writes what is queued and ends the queue; later lines go to stderr at once.
void stop_logging();
/// "LOG_LOCAL0", "local0" … to the value of syslog(3), -1 where unknown.
int facility_by_name(const std::string& name);

}  // namespace kukini::app
