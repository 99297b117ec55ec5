// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of loadmodule: modules nobody knows, that Kukini has not, that are gone, that come twice.
#include "sema/checker.hpp"

namespace kukini::sema {

void Checker::check_modules() {
  for (const auto& [name, load] : model_.modules)
    if (load == nullptr && catalog_.own_module(name) == nullptr && catalog_.module(name) == nullptr)
      emitter_.error(code::kUnknownModule, {}, "module " + quoted(name) + " is not known")
          .with_hint(suggestion(name, catalog_.module_names()));
  for (const auto* item : script_.items())
    if (const auto* load = item->as<ast::LoadModule>(); load != nullptr && !enough())
      if (model_.modules.at(module_name(load->path)) == load) check_load(*load);
  for (const auto* load : model_.repeated) {
    auto name = module_name(load->path);
    auto& d = warning(code::kModuleTwice, load->path_span, "module " + quoted(name) + " is loaded already");
    if (const auto* first = model_.modules.at(name)) d.with_note(script_.locate(first->path_span), "loaded here");
  }
}

void Checker::check_load(const ast::LoadModule& load) {
  auto name = module_name(load.path);
  if (target_ != 0) {
    const auto* fact = catalog_.module(name);
    if (fact != nullptr && in_target(fact->releases)) return;
    if (fact != nullptr || catalog_.own_module(name) != nullptr)
      return report_target("module " + quoted(name), fact != nullptr ? fact->releases : 0, load.path_span,
                           catalog_.replacement("module", name, name));
  }
  if (catalog_.own_module(name) != nullptr) return;
  const auto* fact = catalog_.module(name);
  if (fact == nullptr) {
    auto names = catalog_.module_names();
    auto meant = diag::did_you_mean(name, std::span<const string_view>(names));
    error(code::kUnknownModule, load.path_span, "module " + quoted(name) + " is not known")
        .with_hint(meant.empty() ? "" : "did you mean " + std::string(meant) + "?");
    // What the script uses of it is the same mistake.
    if (!meant.empty()) model_.modules.emplace(meant, &load);
    return;
  }
  if (!options_.warnings) return;
  auto since = catalog_.facts().gone_since(fact->releases);
  if (!since.empty()) {
    const auto* instead = catalog_.replacement("module", name, name);
    warning(code::kRetiredModule, load.path_span,
            "module " + quoted(name) + " is gone since Kamailio " + std::string(since) + "; its functions cannot be used")
        .with_hint(instead != nullptr ? catalog::Catalog::describe(*instead) : std::string());
  } else if (!options_.assume_modules) {
    warning(code::kModuleNotProvided, load.path_span,
            "Kukini does not have module " + quoted(name) + " yet; its functions and variables cannot be used");
  }
}

}  // namespace kukini::sema
