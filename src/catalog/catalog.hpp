// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Catalog: what is known of every module, ours (their tables) and Kamailio's (facts), for everyone who must judge a script
// without loading anything.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/facts.hpp"
#include "manifest/manifest.hpp"

namespace kukini::catalog {

/// The tables of all modules in modules/, in alphabetical order.
std::span<const manifest::Manifest* const> module_manifests();

struct OwnFunction {
  const manifest::Manifest* module;
  const manifest::Function* decl;
  Arity arity() const;
};
struct OwnVariable {
  const manifest::Manifest* module;
  const manifest::Variable* decl;
};
struct OwnTransformation {
  const manifest::Manifest* module;
  const manifest::Transformation* decl;
};

/// Not to be changed while it is used. A manifest named "core" holds what the script engine itself provides; it needs no loadmodule.
class Catalog {
 public:
  /// The manifests must outlive the catalog.
  explicit Catalog(std::span<const manifest::Manifest* const> manifests, const manifest::Manifest* core = nullptr);

  /// One more module, of a third party.
  void add(const manifest::Manifest& module);

  const Facts& facts() const { return facts_; }
  /// nullptr: Kukini has no such module.
  const manifest::Manifest* own_module(string_view name) const;
  /// nullptr where the caller gave none.
  const manifest::Manifest* core() const { return core_; }
  std::span<const manifest::Manifest* const> own_modules() const { return modules_; }

  /// What Kukini provides under a name, of all modules and the core.
  std::span<const OwnFunction> own_functions(string_view name) const;
  std::span<const OwnVariable> own_variables(string_view name) const;
  std::span<const OwnTransformation> own_transformations(string_view class_name, string_view name) const;
  const manifest::Param* own_param(string_view module, string_view name) const;

  /// What any Kamailio release has under a name.
  const ModuleFact* module(string_view name) const;
  std::span<const FunctionFact> functions(string_view name) const;
  std::span<const VariableFact> variables(string_view name) const;
  std::span<const TransformationFact> transformations(string_view class_name, string_view name) const;
  const ParamFact* param(string_view module, string_view name) const;
  std::span<const ParamFact> params(string_view module) const;
  const GlobalFact* global(string_view name) const;
  const CfgVarFact* cfg_var(string_view name) const;
  const Replacement* replacement(string_view kind, string_view module, string_view name) const;
  /// "use modparam acc_json acc_log_level instead"; empty where nothing is known.
  static std::string describe(const Replacement& replacement);

  /// All names of a kind, for "did you mean".
  std::vector<string_view> module_names() const;
  std::vector<string_view> function_names() const;
  std::vector<string_view> variable_names() const;
  std::vector<string_view> transformation_names(string_view class_name) const;
  std::vector<string_view> param_names(string_view module) const;
  std::vector<string_view> global_names() const;

 private:
  void take(const manifest::Manifest& module);
  void sort();

  const Facts& facts_;
  const manifest::Manifest* core_;
  std::vector<const manifest::Manifest*> modules_;
  std::vector<OwnFunction> functions_;
  std::vector<OwnVariable> variables_;
  std::vector<OwnTransformation> transformations_;
};

}  // namespace kukini::catalog
