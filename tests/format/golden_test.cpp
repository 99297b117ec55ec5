// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// NAME.in.cfg formatted is NAME.out.cfg, to the byte. KUKINI_UPDATE_GOLDEN=1 writes the second file anew.
#include <algorithm>
#include <cstdlib>

#include "../unit/format/properties.hpp"

namespace fs = std::filesystem;
using namespace kukini::format;

TEST(FormatGolden, EveryCase) {
  const char* source = std::getenv("KUKINI_SOURCE");
  bool update = std::getenv("KUKINI_UPDATE_GOLDEN") != nullptr;
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(fs::path(source != nullptr ? source : ".") / "tests/format"))
    if (entry.path().string().ends_with(".in.cfg")) cases.push_back(entry.path());
  std::sort(cases.begin(), cases.end());
  ASSERT_GE(cases.size(), 15u);
  for (const auto& path : cases) {
    SCOPED_TRACE(path.string());
    auto text = test::read(path);
    auto expected = path.string();
    expected.replace(expected.size() - 6, 6, "out.cfg");
    auto got = format(text);
    if (update) std::ofstream(expected, std::ios::binary) << got;
    ASSERT_TRUE(fs::exists(expected)) << "KUKINI_UPDATE_GOLDEN=1 writes it";
    EXPECT_EQ(test::read(expected), got) << "when the new output is right: KUKINI_UPDATE_GOLDEN=1";
    test::expect_properties(text);
  }
}
