// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Every tests/lang/<part>/NAME.cfg of the parts below is parsed; the tree must be what NAME.ast says and the messages what NAME.diag says (no such file: none).
// KUKINI_UPDATE_GOLDEN=1 writes the files anew. Files named *.inc are included by others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diag/render.hpp"
#include "lang/dump/dump.hpp"
#include "lang/front_end.hpp"

namespace fs = std::filesystem;
using namespace kukini;

namespace {

fs::path folder() {
  const char* source = std::getenv("KUKINI_SOURCE");
  return fs::path(source != nullptr ? source : ".") / "tests" / "lang";
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void compare(const fs::path& file, const std::string& got, bool update) {
  if (update) {
    if (got.empty()) fs::remove(file);
    else std::ofstream(file, std::ios::binary) << got;
    return;
  }
  std::string expected = fs::exists(file) ? read(file) : "";
  EXPECT_EQ(expected, got) << "differs from " << file << "; when the new output is right: KUKINI_UPDATE_GOLDEN=1";
}

}  // namespace

TEST(Golden, EveryCase) {
  bool update = std::getenv("KUKINI_UPDATE_GOLDEN") != nullptr;
  ASSERT_TRUE(fs::exists(folder())) << folder();
  fs::current_path(folder());
  std::vector<fs::path> cases;
  // Other folders here belong to later passes, which have runners of their own.
  for (const char* part : {"error", "expression", "item", "legacy", "preprocess", "statement"})
    for (const auto& entry : fs::recursive_directory_iterator(part))
      if (entry.path().extension() == ".cfg") cases.push_back(entry.path().lexically_normal());
  std::sort(cases.begin(), cases.end());
  ASSERT_GE(cases.size(), 50u);
  for (const auto& path : cases) {
    SCOPED_TRACE(path.string());
    lang::ParseOptions options;
    options.environment = [](const std::string& name) -> std::optional<std::string> {
      if (name == "KUKINI_TEST_HOST") return "192.0.2.1";
      return std::nullopt;
    };
    diag::Emitter emitter;
    auto script = lang::parse_file(path.string(), options, emitter);
    auto base = path;
    compare(base.replace_extension(".ast"), lang::dump(*script), update);
    compare(base.replace_extension(".diag"), diag::render_all(emitter), update);
    bool bad = path.string().starts_with("error");
    EXPECT_EQ(bad, emitter.failed()) << "cases below error*/ must fail, all others must not";
  }
}
