// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// tests/lint/mistakes.cfg: a script with all the mistakes that people make; each is found, on its line, in one run.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "lint/linter.hpp"

namespace kukini::lint::test {
namespace {

namespace fs = std::filesystem;
using Place = std::pair<unsigned, std::string>;

TEST(Mistakes, AreAllFoundInOneRun) {
  const char* given = std::getenv("KUKINI_SOURCE");
  std::ifstream in((given != nullptr ? fs::path(given) : fs::current_path()) / "tests/lint/mistakes.cfg");
  ASSERT_TRUE(in);
  // Behind #~ stand the codes of a line; what Kukini does not have yet is another matter.
  std::set<Place> wanted;
  std::string text, line;
  for (unsigned number = 1; std::getline(in, line); ++number) {
    text += line + "\n";
    auto mark = line.find("#~ ");
    if (mark == std::string::npos || number == 2) continue;
    std::istringstream codes(line.substr(mark + 3));
    for (std::string code; codes >> code;) wanted.emplace(number, code);
  }
  EXPECT_GT(wanted.size(), 60u);
  char pattern[] = "/tmp/kukini-lint-XXXXXX";
  fs::path folder = mkdtemp(pattern);
  std::ofstream(folder / "kamailio.cfg") << text;
  chmod((folder / "kamailio.cfg").c_str(), 0644);
  std::set<Place> found;
  for (const auto& d : lint_file(folder / "kamailio.cfg", {}))
    if (!d.code.ends_with("-not-provided")) found.emplace(d.primary.line, d.code);
  fs::remove_all(folder);
  for (const auto& place : wanted) EXPECT_TRUE(found.contains(place)) << "line " << place.first << ": " << place.second << " is not found";
  for (const auto& place : found) EXPECT_TRUE(wanted.contains(place)) << "line " << place.first << ": " << place.second << " is found, too";
}

}  // namespace
}  // namespace kukini::lint::test
