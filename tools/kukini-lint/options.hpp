// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The command line of kukini-lint.
#pragma once

#include <string>
#include <vector>

#include "lint/linter.hpp"

namespace kukini::lint_tool {

enum class Format { text, json, sarif, github, gcc };

struct CommandLine {
  std::vector<std::string> files;
  Format format = Format::text;
  bool color = false;
  bool fix = false;
  bool unsafe = false;
  bool diff = false;
  bool from_stdin = false;
  std::string stdin_name = "<stdin>";
  lint::Kind kind = lint::Kind::automatic;
  bool list_rules = false;
  std::vector<std::string> explain;
  bool quiet = false;
  /// Not given: the nearest .kukini-lint.toml of each file.
  std::string settings_file;
  bool no_settings = false;
  /// What the command line says; settings files add what it leaves open.
  lint::Options options;
  bool target_given = false;
};

/// Parses; a value of at least 0 is the exit code to leave with at once (after --help, or a mistake that was printed).
int parse(int argc, char** argv, CommandLine& out);

}  // namespace kukini::lint_tool
