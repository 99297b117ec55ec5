// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which selects of the catalog Kukini cannot evaluate: those of the core are all there, of modules only what this table says is not.
#include <gtest/gtest.h>

#include <set>

#include "catalog/catalog.hpp"
#include "catalog/core_manifest.hpp"
#include "script/pvars/select.hpp"

namespace kukini::test {
namespace {

/// "via %i params %s" to "via[1].params.name".
std::string example(std::string_view root, std::string_view path) {
  std::string out(root);
  if (path == ".") return out;
  for (std::size_t at = 0; at <= path.size();) {
    auto dot = path.find('.', at);
    auto part = path.substr(at, dot == std::string_view::npos ? dot : dot - at);
    out += part == "%i" ? "[1]" : part == "%s" || part == "%" ? ".name" : "." + std::string(part);
    if (dot == std::string_view::npos) break;
    at = dot + 1;
  }
  return out;
}

TEST(Selects, NoneOfTheCoreIsMissing) {
  catalog::Catalog all(catalog::module_manifests(), &catalog::kManifest_core);
  std::size_t count = 0;
  std::set<std::string> missing;
  for (const auto& fact : all.facts().selects) {
    if (fact.module != "core" && all.own_module(fact.module) == nullptr) continue;
    for (auto paths = fact.paths; !paths.empty();) {
      auto blank = paths.find(' ');
      auto select = example(fact.root, paths.substr(0, blank));
      paths = blank == std::string_view::npos ? std::string_view{} : paths.substr(blank + 1);
      ++count;
      if (!script::runs_select(select)) missing.insert(std::string(fact.module) + ": @" + select);
    }
  }
  EXPECT_GT(count, 300u);
  for (const auto& m : missing) ADD_FAILURE() << m;
}

}  // namespace
}  // namespace kukini::test
