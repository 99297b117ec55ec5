// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Golden files: each tests/lang/sema/NAME.cfg gives exactly the text of NAME.diag. KUKINI_UPDATE_GOLDEN=1 writes them anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "golden_modules.hpp"
#include "sema/codes.hpp"
#include "support.hpp"

namespace kukini::sema::test {
namespace {

std::vector<fs::path> configs() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(source() / "tests/lang/sema"))
    if (entry.path().extension() == ".cfg") all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Golden, Diagnostics) {
  ASSERT_FALSE(configs().empty());
  for (const auto& path : configs()) {
    diag::Emitter emitter;
    check_text(path.filename().string(), read(path), emitter, golden_catalog());
    auto got = diag::render_all(emitter);
    auto golden = fs::path(path).replace_extension(".diag");
    if (std::getenv("KUKINI_UPDATE_GOLDEN") != nullptr)
      std::ofstream(golden, std::ios::binary) << got;
    else
      EXPECT_EQ(got, read(golden)) << path;
  }
}

TEST(Golden, EveryCodeIsShown) {
  std::string all;
  for (const auto& path : configs()) all += read(fs::path(path).replace_extension(".diag"));
  for (const auto& code : codes())
    EXPECT_NE(all.find("[" + std::string(code.id) + "]"), std::string::npos) << code.id << " is in no golden file";
}

TEST(Golden, OnlyRegisteredCodes) {
  for (const auto& path : configs()) {
    diag::Emitter emitter;
    check_text(path.filename().string(), read(path), emitter, golden_catalog());
    for (const auto& d : emitter.all()) {
      if (d.code.starts_with("syntax-") || d.code.starts_with("pp-")) continue;
      EXPECT_NE(find_code(d.code), nullptr) << d.code << " in " << path;
    }
  }
}

TEST(Codes, AreUniqueAndExplained) {
  std::set<std::string_view> seen;
  for (const auto& code : codes()) {
    EXPECT_TRUE(seen.insert(code.id).second) << code.id;
    EXPECT_FALSE(code.title.empty()) << code.id;
    EXPECT_GT(code.explanation.size(), 20u) << code.id;
  }
}

}  // namespace
}  // namespace kukini::sema::test
