// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the corpus's statistics count among variables, transformations and functions of modules we have is known here.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "catalog/core_manifest.hpp"

namespace kukini::catalog {
namespace {

namespace fs = std::filesystem;

fs::path statistics() {
  const char* shared = std::getenv("KUKINI_SHARED");
  const char* source = std::getenv("KUKINI_SOURCE");
  return (shared != nullptr ? fs::path(shared) : fs::path(source != nullptr ? source : ".") / ".." / "shared") / "corpus" / "STATS.md";
}

struct Row {
  std::string name;
  std::set<std::string> modules;  ///< who exports it
};

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '`')) text.pop_back();
  while (!text.empty() && (text.front() == ' ' || text.front() == '`')) text.erase(0, 1);
  return text;
}

/// Rows of the table below a heading; the first column is the name, the last one the modules.
std::vector<Row> table(const fs::path& file, const std::string& heading) {
  std::ifstream in(file);
  std::vector<Row> out;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ") || line.starts_with("### ")) {
      if (inside) break;
      inside = line == heading;
      continue;
    }
    if (!inside || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::size_t at = 1;
    for (auto end = line.find('|', at); end != line.npos; at = end + 1, end = line.find('|', at)) cells.push_back(trimmed(line.substr(at, end - at)));
    if (cells.size() < 3) continue;
    Row row{cells.front(), {}};
    std::string modules = cells.back();
    for (std::size_t from = 0; from <= modules.size();) {
      auto comma = modules.find(',', from);
      row.modules.insert(trimmed(modules.substr(from, comma == modules.npos ? comma : comma - from)));
      if (comma == modules.npos) break;
      from = comma + 1;
    }
    out.push_back(row);
  }
  return out;
}

class CorpusNames : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(statistics())) GTEST_SKIP() << statistics() << " is not there: the corpus's statistics are reference material beside the checkout (KUKINI_SHARED)";
  }
  bool ours(const Row& row) const {
    for (const auto& module : row.modules)
      if (module == "core" || all.own_module(module) != nullptr) return true;
    return false;
  }
  Catalog all{module_manifests(), &kManifest_core};
};

TEST_F(CorpusNames, Variables) {
  auto rows = table(statistics(), "## Pseudo-variables (by name)");
  ASSERT_GT(rows.size(), 100u);
  std::size_t counted = 0;
  for (const auto& row : rows) {
    ASSERT_TRUE(row.name.starts_with('$')) << row.name;
    auto name = row.name.substr(1);
    bool wanted = ours(row);
    // Names that the newest release has no more belong to whoever had them last.
    if (!wanted && row.modules.contains("(not exported in master)"))
      for (const auto& v : all.facts().variables) wanted = wanted || (v.name == name && (v.module == "core" || all.own_module(v.module) != nullptr));
    if (!wanted) continue;
    ++counted;
    EXPECT_FALSE(all.own_variables(name).empty()) << row.name << " is used in the corpus and not known here";
  }
  EXPECT_GT(counted, 100u);
}

TEST_F(CorpusNames, Transformations) {
  auto rows = table(statistics(), "## Transformations");
  ASSERT_GT(rows.size(), 30u);
  std::size_t counted = 0;
  for (const auto& row : rows) {
    if (!ours(row)) continue;
    ++counted;
    auto dot = row.name.find('.');
    auto cls = row.name.substr(0, dot), name = dot == row.name.npos ? std::string() : row.name.substr(dot + 1);
    bool known = !all.own_transformations(cls, name).empty();
    // "s.escape" stands for all of {s.escape.…}.
    for (const auto* m : module_manifests())
      for (const auto& t : m->transformations) known = known || (t.class_name == cls && t.name.starts_with(name + "."));
    EXPECT_TRUE(known) << "{" << row.name << "} is used in the corpus and not known here";
  }
  EXPECT_GT(counted, 30u);
}

TEST_F(CorpusNames, Functions) {
  auto rows = table(statistics(), "## Module functions called");
  ASSERT_GT(rows.size(), 100u);
  std::size_t counted = 0;
  for (const auto& row : rows) {
    if (!ours(row)) continue;
    ++counted;
    auto name = row.name.substr(0, row.name.find('('));
    EXPECT_FALSE(all.own_functions(name).empty()) << row.name << " is used in the corpus and not known here";
  }
  EXPECT_GT(counted, 50u);
}

}  // namespace
}  // namespace kukini::catalog
