// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The corpus of real configurations, where it is at hand: what Kamailio accepts must parse without a mistake.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "diag/render.hpp"
#include "lang/front_end.hpp"

namespace fs = std::filesystem;
using namespace kukini;

namespace {

fs::path corpus() {
  const char* shared = std::getenv("KUKINI_SHARED");
  const char* source = std::getenv("KUKINI_SOURCE");
  fs::path base = shared != nullptr ? fs::path(shared) : fs::path(source != nullptr ? source : ".") / ".." / "shared";
  return base / "corpus";
}

// Damaged when names and keys were masked: Kamailio accepted the original, nobody accepts what is stored.
const std::set<std::string> kDamaged = {"igorolhovskiy+kamailio-dev-dc@proxy-jag/kamailio/kamailio.cfg"};

}  // namespace

TEST(Corpus, AcceptedConfigsParse) {
  if (!fs::exists(corpus() / "mains.tsv")) GTEST_SKIP() << "no corpus at " << corpus();
  std::ifstream list(corpus() / "mains.tsv");
  std::string line;
  std::getline(list, line);
  int all = 0, clean = 0, must = 0;
  double ms = 0;
  std::size_t bytes = 0;
  while (std::getline(list, line)) {
    std::vector<std::string> column(1);
    for (char c : line) {
      if (c == '\t') column.emplace_back();
      else column.back() += c;
    }
    ASSERT_GE(column.size(), 4u);
    diag::Emitter emitter;
    auto begin = std::chrono::steady_clock::now();
    auto script = lang::parse_file((corpus() / "configs" / column[0]).string(), {}, emitter);
    ms += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    bytes += script->source().text().size();
    ++all;
    if (!emitter.failed()) ++clean;
    if ((column[3] != "accepted" && column[3] != "accepted-without-retired-names") || kDamaged.contains(column[0])) continue;
    ++must;
    EXPECT_FALSE(emitter.failed()) << column[0] << "\n" << diag::render_all(emitter);
  }
  EXPECT_GT(must, 50);
  std::cout << "corpus: " << clean << " of " << all << " parse without a mistake, " << must << " must; " << bytes << " bytes in " << ms << " ms\n";
}
