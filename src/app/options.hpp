// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The command line of kukini: Kamailio's options, one table for parsing and for --help.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace kukini::app {

struct Options {
  std::string config_file = "/etc/kamailio/kamailio.cfg";
  bool check = false;          ///< -c
  bool print_config = false;   ///< --cfg-print
  int foreground = 0;          ///< how often -D was given: 1 and 2 stay in the foreground
  bool log_stderr = false;     ///< -E
  bool log_colour = false;     ///< -e
  int debug = -100;            ///< -d… or --debug; -100: as the script says
  int workers = 0;             ///< -n; 0: as the script says
  std::string pid_file, pgid_file, user, group, work_dir, run_dir, chroot_dir;
  std::vector<std::string> listen, aliases, defines, subst, substdef, substdefs, load_modules, module_paths;
  struct ModParam {
    std::string module, name, value;
    bool integer = false;
  };
  std::vector<ModParam> mod_params;
  std::string auto_aliases;    ///< -a: yes/no
  bool help = false, version = false, internals = false, all_errors = false;
  std::string help_module;     ///< -h MODULE
};

/// Fails with a sentence for the user, naming the option.
base::Result<Options> parse_options(int argc, char** argv);
std::string help_text();
std::string version_text();
std::string internals_text();

}  // namespace kukini::app
