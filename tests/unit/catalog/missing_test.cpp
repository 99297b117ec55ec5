// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// modules/MISSING.md names exactly what the releases have in our modules and we have not.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "catalog/catalog.hpp"
#include "catalog/core_manifest.hpp"

namespace kukini::catalog {
namespace {

using Table = std::map<std::string, std::string>;  ///< "module item" -> first release that has it

Table missing() {
  Catalog all(module_manifests(), &kManifest_core);
  const auto& facts = all.facts();
  Table out;
  auto ours = [&](string_view module) { return all.own_module(module) != nullptr; };
  auto note = [&](string_view module, const std::string& item, ReleaseMask releases) {
    out.emplace(std::string(module) + " " + item, std::string(facts.first(releases)));
  };
  for (const auto& f : facts.functions)
    if (ours(f.module) && all.own_functions(f.name).empty()) {
      ReleaseMask releases = 0;
      for (const auto& variant : all.functions(f.name))
        if (variant.module == f.module) releases |= variant.releases;
      note(f.module, std::string(f.name) + "()", releases);
    }
  for (const auto& v : facts.variables)
    if ((ours(v.module) || v.module == "core") && all.own_variables(v.name).empty()) note(v.module, "$" + std::string(v.name), v.releases);
  for (const auto& t : facts.transformations)
    if (ours(t.module) && !t.name.empty() && all.own_transformations(t.class_name, t.name).empty())
      note(t.module, "{" + std::string(t.class_name) + "." + std::string(t.name) + "}", t.releases);
  for (const auto& p : facts.params)
    if (ours(p.module) && all.own_param(p.module, p.name) == nullptr) note(p.module, std::string(p.name), p.releases);
  for (const auto& e : facts.events) {
    bool known = false;
    for (const auto* m : module_manifests())
      for (const auto& own : m->events) known = known || own.name == e.name;
    for (const auto& own : kManifest_core.events) known = known || own.name == e.name;
    if ((ours(e.module) || e.module == "core") && !known) note(e.module, "event_route[" + std::string(e.name) + "]", e.releases);
  }
  return out;
}

/// Rows "| module | `item` | since | why |".
Table listed() {
  const char* top = std::getenv("KUKINI_SOURCE");
  std::ifstream in(std::string(top != nullptr ? top : ".") + "/modules/MISSING.md");
  Table out;
  for (std::string line; std::getline(in, line);) {
    auto open = line.find('`'), close = line.find('`', open + 1);
    if (!line.starts_with("| ") || open == line.npos || close == line.npos) continue;
    auto module = line.substr(2, line.find(' ', 2) - 2);
    auto since = line.find("| ", close) + 2, why = line.find("| ", since) + 2;
    EXPECT_GT(line.size(), why + 3) << "no reason: " << line;
    EXPECT_TRUE(out.emplace(module + " " + line.substr(open + 1, close - open - 1), line.substr(since, line.find(' ', since) - since)).second) << line;
  }
  return out;
}

TEST(Missing, IsWhatThePageSays) {
  auto is = missing(), says = listed();
  EXPECT_GT(says.size(), 10u);
  for (const auto& [item, since] : is)
    if (!says.contains(item)) ADD_FAILURE() << "missing, and not in modules/MISSING.md: " << item << " since " << since;
  for (const auto& [item, since] : says) {
    if (!is.contains(item)) ADD_FAILURE() << "in modules/MISSING.md, and not missing: " << item;
    else EXPECT_EQ(is[item], since) << item;
  }
}

}  // namespace
}  // namespace kukini::catalog
