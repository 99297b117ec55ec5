// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Loading: foreign and broken objects, tables and code that disagree, parameters, needs and the order of initialisation.
#include "registry/registry.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace kukini::registry {
namespace {

std::vector<std::string> g_order;

constexpr manifest::Param kParams[] = {
    {"size", manifest::ParamType::integer, "8", "A number.", 1, 16},
    {"label", manifest::ParamType::string, "", "Text."},
    {"holder", manifest::ParamType::pv, "", "A variable."},
};
constexpr manifest::Function kFunctions[] = {{"go", {}, manifest::kAnyRoute, "Goes."}};
constexpr std::string_view kNeeds[] = {"engine"}, kProvides[] = {"engine"};
const manifest::Manifest kCar = {.name = "car", .summary = "a car", .params = kParams, .functions = kFunctions, .needs = kNeeds};
const manifest::Manifest kMotor = {.name = "motor", .summary = "a motor", .provides = kProvides};

int go(void*, sdk::Context&, sdk::Args) { return 1; }

std::int64_t g_size;
std::string g_label;

struct Car : sdk::Module {
  void bind(sdk::Binder& b) override {
    b.param("size", g_size);
    b.param("label", g_label);
    b.param_ignored("holder");
    b.function("go", go, nullptr);
  }
  base::Result<> init(sdk::InitContext&) override {
    g_order.push_back("car");
    return {};
  }
};
struct Forgetful : sdk::Module {
  void bind(sdk::Binder& b) override {
    b.param("size", g_size);
    b.param("label", g_label);
    b.param_ignored("holder");
  }
};
struct Inventive : Car {
  void bind(sdk::Binder& b) override {
    Car::bind(b);
    b.function("fly", go, nullptr);
  }
};
struct Motor : sdk::Module {
  void bind(sdk::Binder&) override {}
  base::Result<> init(sdk::InitContext&) override {
    g_order.push_back("motor");
    return {};
  }
};
template <class M>
sdk::ModuleEntry entry(const manifest::Manifest& table) {
  return {KUKINI_ABI_STAMP, &table, []() -> sdk::Module* { return new M; }};
}

sdk::ParamValue text(const char* s) { return {false, 0, s}; }
sdk::ParamValue number(std::int64_t n) { return {true, n, ""}; }

TEST(Registry, TableAndCodeMustAgree) {
  Registry r;
  auto missing = r.add(entry<Forgetful>(kCar));
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("function go is in the table but not bound"), std::string::npos) << missing.error();
  auto extra = r.add(entry<Inventive>(kCar));
  ASSERT_FALSE(extra);
  EXPECT_NE(extra.error().find("function fly is bound but not in the table"), std::string::npos) << extra.error();
  EXPECT_TRUE(r.bindings().functions.empty()) << "a refused module leaves nothing behind";
  EXPECT_TRUE(r.add(entry<Car>(kCar)));
  EXPECT_EQ(r.bindings().functions.count("go"), 1u);
}

TEST(Registry, AnotherInterfaceIsRefused) {
  Registry r;
  auto e = entry<Car>(kCar);
  e.abi = "kukini-sdk 99";
  auto added = r.add(e);
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().find("build it anew"), std::string::npos) << added.error();
}

TEST(Registry, ParametersAreJudged) {
  Registry r;
  ASSERT_TRUE(r.add(entry<Car>(kCar)));
  EXPECT_TRUE(r.set_param("car", "size", number(9)));
  EXPECT_EQ(g_size, 9);
  EXPECT_TRUE(r.set_param("car", "size", text(" 12")));
  EXPECT_EQ(g_size, 12);
  EXPECT_TRUE(r.set_param("car", "label", number(5)));
  EXPECT_EQ(g_label, "5");
  auto wrong = r.set_param("car", "size", text("big"));
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().find("'big'"), std::string::npos);
  auto range = r.set_param("car", "size", number(17));
  ASSERT_FALSE(range);
  EXPECT_NE(range.error().find("from 1 to 16, not 17"), std::string::npos) << range.error();
  EXPECT_EQ(g_size, 12);
  auto typo = r.set_param("car", "lable", text("x"));
  ASSERT_FALSE(typo);
  EXPECT_NE(typo.error().find("did you mean \"label\"?"), std::string::npos) << typo.error();
  EXPECT_FALSE(r.set_param("car", "holder", text("x")));
  EXPECT_TRUE(r.set_param("car", "holder", text("$avp(x)")));
  auto absent = r.set_param("bus", "size", number(1));
  ASSERT_FALSE(absent);
  EXPECT_NE(absent.error().find("bus is not loaded"), std::string::npos);
}

TEST(Registry, NeedsComeFirst) {
  Registry r;
  ASSERT_TRUE(r.add(entry<Car>(kCar)));
  auto alone = r.check_needs();
  ASSERT_FALSE(alone);
  EXPECT_NE(alone.error().find("car needs engine"), std::string::npos);
  ASSERT_TRUE(r.add(entry<Motor>(kMotor)));
  EXPECT_TRUE(r.check_needs());
}

TEST(Registry, ForeignObjectsAreNotRun) {
  std::string folder = testing::TempDir() + "/modules";
  std::string made = "mkdir -p " + folder;
  ASSERT_EQ(std::system(made.c_str()), 0);
  std::ofstream(folder + "/rubbish.so") << "this is no object";
  Registry r;
  r.add_path(folder);
  EXPECT_EQ(inspect_object(folder + "/rubbish.so"), ObjectKind::not_an_object);
  EXPECT_EQ(inspect_object(folder + "/none.so"), ObjectKind::missing);
  EXPECT_EQ(inspect_object(folder), ObjectKind::not_an_object);
  auto loaded = r.load("rubbish.so");
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().find("there is no module rubbish"), std::string::npos);
  EXPECT_EQ(r.take_notes().size(), 1u);
  EXPECT_TRUE(r.take_notes().empty());
}

TEST(Registry, KamailiosOwnModulesArePassedOver) {
  std::string theirs = "/usr/lib/x86_64-linux-gnu/kamailio/modules/maxfwd.so";
  if (inspect_object(theirs) == ObjectKind::missing) GTEST_SKIP() << "Kamailio is not installed";
  EXPECT_EQ(inspect_object(theirs), ObjectKind::foreign);
}

TEST(Registry, BaseNames) {
  EXPECT_EQ(base_name("tm.so"), "tm");
  EXPECT_EQ(base_name("tm"), "tm");
  EXPECT_EQ(base_name("/usr/lib/x/tm.so"), "tm");
  EXPECT_EQ(base_name(""), "");
}

TEST(Registry, OurOwnModulesLoad) {
  const char* folder = std::getenv("KUKINI_MODULES");
  if (folder == nullptr) GTEST_SKIP() << "KUKINI_MODULES is not set";
  Registry r;
  r.add_path(folder);
  std::string cut = std::string(folder) + "/maxfwd.so";
  if (inspect_object(cut) == ObjectKind::missing) GTEST_SKIP() << "modules are not built";
  auto loaded = r.load("maxfwd.so");
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_TRUE(r.loaded("maxfwd"));
  EXPECT_TRUE(r.load("/usr/lib/kamailio/modules/maxfwd.so")) << "a second time does nothing";
  EXPECT_EQ(r.names().size(), 1u);
}

}  // namespace
}  // namespace kukini::registry
