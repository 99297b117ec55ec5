// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Our modules' tables against the facts of the Kamailio releases: names, counts, types, routes.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"

namespace kukini::catalog {
namespace {

using manifest::Manifest;

/// Where we differ on purpose: "module.item", each with its reason.
const std::set<std::string> kWanted = {
    "pv.$tUl", "pv.$rcv", "pv.$msgbuf",  // Kamailio's tables call them assignable
    "pv.{s.prefixes}", "pv.{s.prefixes.quoted}", "pv.{s.fmtlines}",  // the facts do not know which arguments are optional
    "pv.$envn",                          // of the core there
    "tm.wait_memory",                    // our own
    "tm.fr_inv_timer_next",              // a runtime variable there, no parameter
};

class Comparison {
 public:
  explicit Comparison(const Manifest& own) : own_(own), catalog_(module_manifests()) {}

  std::vector<std::string> run() {
    if (catalog_.module(own_.name) == nullptr) return {};  // a module of our own
    for (const auto& p : own_.params) param(p);
    std::set<string_view> names;
    for (const auto& f : own_.functions)
      if (names.insert(f.name).second) function(f.name);
    for (const auto& v : own_.variables) variable(v);
    for (const auto& t : own_.transformations) transformation(t);
    return std::move(found_);
  }

 private:
  void differ(string_view item, const std::string& how) {
    auto id = std::string(own_.name) + "." + std::string(item);
    if (!kWanted.contains(id)) found_.push_back(id + ": " + how);
  }

  void param(const manifest::Param& p) {
    using manifest::ParamType;
    const auto* fact = catalog_.param(own_.name, p.name);
    if (fact == nullptr) return differ(p.name, "no release has this parameter");
    // `either` may be wider on purpose.
    bool takes_number = p.type == ParamType::integer || p.type == ParamType::either;
    bool takes_text = p.type != ParamType::integer;
    if (fact->integer ? !takes_number : takes_number && p.type != ParamType::either) differ(p.name, fact->integer ? "takes a number" : "takes no number");
    if (fact->text ? !takes_text : takes_text && p.type != ParamType::either) differ(p.name, fact->text ? "takes text" : "takes no text");
    auto gone = catalog_.facts().gone_since(fact->releases);
    if (gone != p.retired) differ(p.name, "gone since '" + std::string(gone) + "', not '" + std::string(p.retired) + "'");
  }

  void function(string_view name) {
    Arity ours, theirs;
    manifest::RouteMask our_routes = 0, their_routes = 0, newest = 0;
    ReleaseMask releases = 0;
    for (const auto& f : catalog_.own_functions(name)) {
      if (f.module->name != own_.name) continue;
      ours.mask |= f.arity().mask;
      our_routes |= f.decl->routes;
    }
    for (const auto& f : catalog_.functions(name)) {
      if (f.module != own_.name) continue;
      theirs.mask |= f.arity.mask;
      releases |= f.releases;
      if (releases == f.releases) newest = f.routes;
      their_routes |= f.routes;
      for (std::size_t n = 0; n < 8; ++n)
        if (f.arity.takes(n)) their_routes |= f.routes_for(n);
    }
    if (releases == 0) return differ(name, "no release has this function");
    // A count between two that a release takes cannot be told from optional arguments; the check of scripts asks the facts.
    for (std::size_t n = 0; n < 8; ++n)
      if (ours.takes(n) && ((theirs.mask >> n) == 0 || (theirs.mask & ((2u << n) - 1)) == 0)) differ(name, "takes " + std::to_string(n) + " arguments in no release");
    constexpr manifest::RouteMask kShown = manifest::kRequest | manifest::kFailure | manifest::kOnreply | manifest::kOnreplyCore |
                                           manifest::kBranch | manifest::kOnsend;
    // At least what the newest release allows, at most what any did.
    if ((newest & kShown & ~our_routes) != 0 || (our_routes & kShown & ~their_routes) != 0) {
      char text[80];
      std::snprintf(text, sizeof text, "routes are 0x%x, not 0x%x", their_routes & kShown, our_routes & kShown);
      differ(name, text);
    }
  }

  void variable(const manifest::Variable& v) {
    const VariableFact* fact = nullptr;
    for (const auto& f : catalog_.variables(v.name))
      if (f.module == own_.name) fact = &f;
    if (fact == nullptr) return differ("$" + std::string(v.name), "no release has this variable");
    if (fact->settable != v.settable) differ("$" + std::string(v.name), fact->settable ? "can be assigned" : "can be read only");
    if (fact->inner != (v.inner != manifest::Inner::none))
      differ("$" + std::string(v.name), fact->inner ? "takes a name" : "takes no name");
  }

  void transformation(const manifest::Transformation& t) {
    const TransformationFact* fact = nullptr;
    for (const auto& f : catalog_.transformations(t.class_name, t.name))
      if (f.module == own_.name) fact = &f;
    auto item = "{" + std::string(t.class_name) + "." + std::string(t.name) + "}";
    if (fact == nullptr) return differ(item, "no release has this transformation");
    if (fact->min_args != t.min_args) differ(item, "needs " + std::to_string(fact->min_args) + " arguments");
    if (t.max_args < fact->max_args) differ(item, "takes up to " + std::to_string(fact->max_args) + " arguments");
  }

  const Manifest& own_;
  Catalog catalog_;
  std::vector<std::string> found_;
};

TEST(Manifests, AgreeWithTheReleases) {
  for (const auto* own : module_manifests())
    for (const auto& difference : Comparison(*own).run()) ADD_FAILURE() << difference;
}

TEST(Manifests, AreSound) {
  for (const auto* own : module_manifests()) {
    EXPECT_FALSE(own->name.empty());
    EXPECT_FALSE(own->summary.empty()) << own->name;
    std::set<string_view> params;
    for (const auto& p : own->params) {
      EXPECT_TRUE(params.insert(p.name).second) << own->name << "." << p.name << " stands twice";
      EXPECT_FALSE(p.brief.empty()) << own->name << "." << p.name;
      EXPECT_LE(p.min, p.max) << own->name << "." << p.name;
    }
    for (const auto& f : own->functions) {
      EXPECT_NE(f.routes, 0) << own->name << "." << f.name;
      bool optional = false;
      for (const auto& a : f.args) {
        EXPECT_TRUE(a.optional || !optional) << own->name << "." << f.name << ": a required argument behind an optional one";
        optional = optional || a.optional;
      }
    }
  }
}

}  // namespace
}  // namespace kukini::catalog
