// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The facts of the Kamailio releases: reading, look-up, speed.
#include "catalog/facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "catalog/catalog.hpp"

namespace kukini::catalog {
namespace {

TEST(Facts, EmbeddedDataIsWhole) {
  const auto& f = facts();
  ASSERT_EQ(f.releases.size(), 18u);
  EXPECT_EQ(f.releases.front(), "3.3");
  EXPECT_EQ(f.releases.back(), "6.2-dev");
  EXPECT_GT(f.modules.size(), 290u);
  EXPECT_GT(f.params.size(), 2800u);
  EXPECT_GT(f.functions.size(), 1500u);
  EXPECT_GT(f.variables.size(), 500u);
  EXPECT_GT(f.globals.size(), 280u);
}

TEST(Facts, LinesThatAreNoRecordsAreSkipped) {
  auto f = parse_facts("# text\n\nR\t1.0\t2.0\nnonsense\nM\tx\t1\nF\tx\tgo\t3\t6\t\t3ff\t1=1;2=3ff\t2:int,str\nZ\tq\nF\t");
  ASSERT_EQ(f.modules.size(), 1u);
  EXPECT_EQ(f.gone_since(f.modules[0].releases), "2.0");
  ASSERT_GE(f.functions.size(), 1u);
  const auto& go = f.functions.back();
  EXPECT_EQ(go.name, "go");
  EXPECT_TRUE(go.arity.takes(1));
  EXPECT_TRUE(go.arity.takes(2));
  EXPECT_FALSE(go.arity.takes(0));
  EXPECT_EQ(go.routes_for(1), 1);
  EXPECT_EQ(go.routes_for(2), 0x3ff);
  EXPECT_EQ(go.kind(2, 0), "int");
  EXPECT_EQ(go.kind(2, 1), "str");
  EXPECT_EQ(go.kind(1, 0), "");
  EXPECT_EQ(f.gone_since(go.releases), "");
}

TEST(Catalog, FindsFacts) {
  Catalog c(module_manifests());
  ASSERT_NE(c.module("tm"), nullptr);
  EXPECT_EQ(c.module("tn"), nullptr);
  ASSERT_EQ(c.functions("ds_select_dst").size(), 2u) << "two variants";
  EXPECT_TRUE(c.functions("ds_select_dst")[0].arity.takes(3)) << "the newest first";
  ASSERT_NE(c.param("dispatcher", "dst_avp"), nullptr);
  EXPECT_EQ(c.facts().gone_since(c.param("dispatcher", "dst_avp")->releases), "5.2");
  EXPECT_TRUE(c.param("dispatcher", "dst_avp")->text);
  ASSERT_NE(c.global("children"), nullptr);
  EXPECT_FALSE(c.variables("ru").empty());
  EXPECT_TRUE(c.variables("ru")[0].settable);
  EXPECT_FALSE(c.variables("si")[0].settable);
  EXPECT_FALSE(c.transformations("s", "len").empty());
  EXPECT_FALSE(c.transformations("s", "encode.hexa").empty());
  EXPECT_TRUE(c.transformations("s", "nope").empty());
  ASSERT_NE(c.replacement("param", "dispatcher", "grp_avp"), nullptr);
  EXPECT_EQ(Catalog::describe(*c.replacement("param", "dispatcher", "grp_avp")),
            "use modparam(\"dispatcher\", \"xavp_dst\", …) (field grp)");
}

TEST(Catalog, TakesModulesOfThirdParties) {
  static constexpr manifest::Function kFunctions[] = {{"aaa_first", {}, manifest::kAnyRoute, ""}, {"zzz_last", {}, manifest::kAnyRoute, ""}};
  static const manifest::Manifest kHello = {.name = "hello", .summary = "", .functions = kFunctions};
  Catalog c(module_manifests());
  EXPECT_EQ(c.own_module("hello"), nullptr);
  c.add(kHello);
  ASSERT_EQ(c.own_module("hello"), &kHello);
  ASSERT_EQ(c.own_functions("aaa_first").size(), 1u);
  EXPECT_EQ(c.own_functions("zzz_last")[0].module, &kHello);
  for (const auto* m : module_manifests())
    for (const auto& f : m->functions) EXPECT_FALSE(c.own_functions(f.name).empty()) << f.name;
}

TEST(Facts, KnowFormsByRelease) {
  const auto& f = facts();
  EXPECT_EQ(f.bit("3.3"), 1u);
  EXPECT_EQ(f.bit("9.9"), 0u);
  EXPECT_EQ(f.bit(""), 0u);
  auto since = [&](ReleaseMask mask) { return f.first(mask); };
  EXPECT_EQ(since(f.form("module_stm", "cfgengine <STRING>")), "5.0");
  EXPECT_EQ(since(f.form("listen", "addr_list \"name\" string")), "5.4");
  EXPECT_EQ(f.form("listen", "nothing"), 0u);
  auto directive = std::find_if(f.directives.begin(), f.directives.end(), [](const auto& d) { return d.name == "ifexp"; });
  ASSERT_NE(directive, f.directives.end());
  EXPECT_EQ(since(directive->releases), "5.7");
  EXPECT_GT(f.selects.size(), 50u);
  EXPECT_GT(f.operators.size(), 30u);
  EXPECT_EQ(f.core_params.size(), 3u);
  Catalog c(module_manifests());
  for (const auto& v : c.variables("dsv")) {
    EXPECT_EQ(since(v.key_releases("code")), "5.4");
    EXPECT_EQ(since(v.key_releases("setid")), "6.0");
  }
}

TEST(Facts, ReadAgainAreTheSame) {
  auto best = std::chrono::nanoseconds::max();
  for (int i = 0; i < 5; ++i) {
    auto start = std::chrono::steady_clock::now();
    auto again = parse_facts(embedded_facts());
    best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - start);
    ASSERT_EQ(again.params.size(), facts().params.size());
  }
  std::cout << "facts read in " << std::chrono::duration<double, std::milli>(best).count() << " ms\n";
}

}  // namespace
}  // namespace kukini::catalog
