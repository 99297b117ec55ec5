// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which selects of the catalog Kukini cannot evaluate: no more than this table says.
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

struct Missing {
  std::string_view select;  ///< of modules: what it begins with
  std::string_view why;
};
constexpr Missing kMissing[] = {
    {"core: @branch", "only stands before what follows it; Kamailio refuses it as well"},
    {"core: @cfg_get.name", "only stands before what follows it; Kamailio refuses it as well"},
    {"core: @dst", "only stands before what follows it; Kamailio refuses it as well"},
    {"core: @received", "only stands before what follows it; Kamailio refuses it as well"},
    {"core: @src", "only stands before what follows it; Kamailio refuses it as well"},
    {"core: @sys", "only stands before what follows it; Kamailio refuses it as well"},
    {"textopsx: @hf_value2.name[1].name", "parts of a value of a header whose lists begin with a name: @hf_value has those of all others"},
    {"textopsx: @hf_value_exists.name", "it takes two names"},
    {"tm: @tm", "of module tm: $T_reply_code, $T_branch_idx and the like say the same"},
};

TEST(Selects, WhatIsMissing) {
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
  std::set<std::string_view> used;
  for (const auto& m : missing) {
    bool known = false;
    for (const auto& k : kMissing)
      if (m == k.select || (!m.starts_with("core") && m.starts_with(k.select))) known = used.insert(k.select).second || true;
    EXPECT_TRUE(known) << m;
  }
  EXPECT_EQ(used.size(), std::size(kMissing)) << "what is there now need not be in the table";
}

}  // namespace
}  // namespace kukini::test
