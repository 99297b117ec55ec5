// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Formatting of all scripts at hand, whole and damaged: the corpus of real configurations and the files of this tree.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

#include "diag/diagnostic.hpp"
#include "lang/dump/dump.hpp"
#include "lang/front_end.hpp"
#include "properties.hpp"

namespace fs = std::filesystem;
using namespace kukini;
using namespace kukini::format::test;

namespace {

fs::path source() {
  const char* source = std::getenv("KUKINI_SOURCE");
  return source != nullptr ? source : ".";
}

fs::path corpus() {
  const char* shared = std::getenv("KUKINI_SHARED");
  return (shared != nullptr ? fs::path(shared) : source() / ".." / "shared") / "corpus";
}

std::vector<fs::path> files_below(const fs::path& folder, bool all) {
  std::vector<fs::path> out;
  if (!fs::exists(folder)) return out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && (all || entry.path().extension() == ".cfg")) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<fs::path> own_files() {
  auto out = files_below(source() / "etc", false);
  for (const char* folder : {"tests/lang", "tests/format"}) {
    auto more = files_below(source() / folder, false);
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

// The text with a few bytes taken out, put in or doubled.
std::string damage(std::string text, std::mt19937& random) {
  static constexpr std::string_view kBytes = "{}()[];,\"'#/*!=\\\n\r \t$<>-.:%{}\xC2\xA0#!ifdef X\n#!else\n#!endif\n";
  for (auto n = 1 + random() % 6; n > 0 && !text.empty(); --n) {
    auto at = random() % text.size();
    switch (random() % 4) {
      case 0: text.erase(at, 1); break;
      case 1: text.insert(at, 1, kBytes[random() % kBytes.size()]); break;
      case 2: text.erase(at, random() % 40); break;
      default: text.insert(at, text.substr(random() % text.size(), random() % 40)); break;
    }
  }
  return text;
}

TEST(OwnFiles, KeepTheirTokens) {
  auto files = own_files();
  ASSERT_GT(files.size(), 50u);
  for (const auto& path : files) {
    SCOPED_TRACE(path.string());
    expect_properties(read(path));
    expect_properties(read(path), {.indent = 3, .max_blank_lines = 0});
    if (HasFatalFailure()) return;
  }
}

TEST(OwnFiles, DamagedTextsKeepTheirBytes) {
  std::mt19937 random(20);
  for (const auto& path : own_files()) {
    auto text = read(path);
    for (int run = 0; run < 40; ++run) {
      auto damaged = damage(text, random);
      expect_properties(damaged);
      if (HasFatalFailure()) FAIL() << path << " run " << run << "\n" << damaged;
    }
  }
}

TEST(Corpus, KeepsItsTokens) {
  auto files = files_below(corpus() / "configs", true);
  if (files.empty()) GTEST_SKIP() << "no corpus at " << corpus();
  std::size_t bytes = 0, changed = 0;
  double ms = 0;
  for (const auto& path : files) {
    SCOPED_TRACE(path.string());
    auto text = read(path);
    expect_properties(text);
    expect_properties(text, {.indent = format::Options::kTab, .max_blank_lines = 2});
    if (HasFatalFailure()) return;
    auto begin = std::chrono::steady_clock::now();
    changed += !format::format_edits(text).empty();
    ms += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    bytes += text.size();
  }
  std::cout << "corpus: " << files.size() << " files, " << changed << " would change; " << bytes << " bytes in " << ms << " ms\n";
}

TEST(Corpus, DamagedTextsKeepTheirBytes) {
  auto files = files_below(corpus() / "configs", true);
  if (files.empty()) GTEST_SKIP() << "no corpus at " << corpus();
  const char* more = std::getenv("KUKINI_FORMAT_RUNS");
  std::mt19937 random(21);
  for (const auto& path : files) {
    auto text = read(path);
    for (int run = 0; run < (more != nullptr ? std::atoi(more) : 2); ++run) {
      auto damaged = damage(text, random);
      expect_properties(damaged);
      if (HasFatalFailure()) {
        std::ofstream("/tmp/kukini-format-damaged.cfg", std::ios::binary) << damaged;
        FAIL() << path << " run " << run << ", kept as /tmp/kukini-format-damaged.cfg";
      }
    }
  }
}

// What the server makes of a script is the same before and after.
TEST(Corpus, MeansTheSame) {
  auto files = files_below(corpus() / "configs", false);
  if (files.empty()) GTEST_SKIP() << "no corpus at " << corpus();
  for (const auto& path : files) {
    auto text = read(path);
    auto tree = [](const std::string& script) {
      diag::Emitter emitter;
      return lang::dump(*lang::parse_text("x.cfg", script, {}, emitter));
    };
    EXPECT_EQ(tree(text), tree(format::format(text))) << path;
  }
}

}  // namespace
