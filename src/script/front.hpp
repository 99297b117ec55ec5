// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Front: the front end as the server sees it: a script is read, then judged with all that is known of modules.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.hpp"
#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "script/settings.hpp"
#include "sema/check.hpp"

namespace kukini::script {

using ParseOptions = lang::ParseOptions;
using Script = lang::Script;
using Span = lang::Span;

class Front {
 public:
  /// Knows Kukini's own modules, the core's table and Kamailio's releases.
  Front();

  struct Read {
    std::unique_ptr<Script> script;
    Configuration config;
  };
  /// `text` in place of the file where it is not empty. Mistakes of syntax and of settings are in `emitter`.
  Read read(const std::string& file, const std::string& text, const ParseOptions& options, diag::Emitter& emitter) const;
  /// Names, arguments, kinds of routes (sema). `loaded`: modules loaded from the command line.
  /// `check_only`: what Kukini lacks is a warning. Returns what that is.
  sema::Summary check(const Script& script, const std::vector<std::string>& loaded, diag::Emitter& emitter, bool check_only = false) const;

  /// The table of a third party's module, so that check() knows it.
  void add(const manifest::Manifest& table) { catalog_.add(table); }
  bool provides_module(std::string_view name) const { return catalog_.own_module(name) != nullptr; }
  bool provides_param(std::string_view module, std::string_view name) const { return catalog_.own_param(module, name) != nullptr; }
  /// Kamailio has it, in any release.
  bool kamailio_has_module(std::string_view name) const { return catalog_.module(name) != nullptr; }
  bool kamailio_has_param(std::string_view module, std::string_view name) const { return catalog_.param(module, name) != nullptr; }

 private:
  catalog::Catalog catalog_;
};

}  // namespace kukini::script
