// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Comments that switch codes off: "# kukini-lint: disable=CODE[,CODE…]" on its line (or, alone on a line, for the next one), and
// "# kukini-lint: disable-file=CODE[,…]" for the file. "all" is every code.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"

namespace kukini::lint {

class Suppressions {
 public:
  /// Reads the comments of one file.
  void read(const std::string& file, std::string_view text);
  bool covers(const diag::Diagnostic& diagnostic) const;
  /// Names in comments that are no codes, each with its place.
  const std::vector<std::pair<diag::Location, std::string>>& unknown() const { return unknown_; }

 private:
  struct OfFile {
    std::vector<std::string> whole;
    std::map<std::uint32_t, std::vector<std::string>> lines;
  };
  std::map<std::string, OfFile, std::less<>> files_;
  std::vector<std::pair<diag::Location, std::string>> unknown_;
};

}  // namespace kukini::lint
