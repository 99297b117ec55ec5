// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Registry: the loaded modules: found by name, checked, tied to their tables, given their parameters, initialised in order.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sdk/bindings.hpp"
#include "sdk/module.hpp"

namespace kukini::registry {

/// "tm" of "tm.so", "tm" and "/usr/lib/x86_64-linux-gnu/kamailio/modules/tm.so".
std::string_view base_name(std::string_view path);

/// Where our own modules lie: KUKINI_MODULE_PATH (':' between), <exe>/../lib/kukini/modules, the installed folder.
std::vector<std::string> own_module_folders();

enum class ObjectKind { ours, foreign, missing, not_an_object };
/// Looks at the symbol table of an object without running any of its code.
ObjectKind inspect_object(const std::string& path);

class Registry {
 public:
  Registry();
  Registry(const Registry&) = delete;
  ~Registry();

  /// Folders to look in after our own; each may be a list "a:b".
  void add_path(std::string_view path);

  /// Loads a module once (a second call does nothing). The error names the places that were looked at. Objects of others that
  /// were passed over are listed in notes().
  base::Result<> load(std::string_view path);
  /// An already linked-in module (tests).
  base::Result<> add(const sdk::ModuleEntry& entry);

  /// Type, range and name are judged against the module's table. Retired parameters are set with a note.
  base::Result<> set_param(std::string_view module, std::string_view name, const sdk::ParamValue& value);

  /// Every `needs` is provided by a loaded module; the error names the module to load.
  base::Result<> check_needs() const;
  /// provide() of all, then init() of all, those that are needed first.
  base::Result<> init(sdk::InitContext& context);
  base::Result<> worker_init(sdk::Worker& worker);
  void worker_exit(sdk::Worker& worker);

  bool loaded(std::string_view name) const;
  std::vector<std::string> names() const;  ///< in load order
  const manifest::Manifest* manifest(std::string_view name) const;
  std::span<const manifest::Manifest* const> manifests() const { return manifests_; }
  const sdk::Bindings& bindings() const { return bindings_; }
  sdk::Bindings& bindings() { return bindings_; }
  /// What was passed over or is outdated, as sentences; emptied by the call.
  std::vector<std::string> take_notes();

 private:
  struct Loaded;
  base::Result<> bind(Loaded& module);
  Loaded* find(std::string_view name) const;
  std::vector<Loaded*> init_order() const;

  std::vector<std::unique_ptr<Loaded>> modules_;
  std::vector<const manifest::Manifest*> manifests_;
  std::vector<std::string> paths_;
  std::vector<std::string> notes_;
  sdk::Bindings bindings_;
};

}  // namespace kukini::registry
